import type { DataSource } from 'typeorm';

/** Runs what is pending, each migration in a transaction of its own. The caller holds the engine's migration lock. */
export async function runMigrationsOnce(dataSource: DataSource): Promise<void> {
  await dataSource.runMigrations({ transaction: 'each' });
}
