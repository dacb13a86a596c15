import type { SettingValues } from './setting-shape.ts';

/** Where people reach the product; without a setting, this machine's own door. */
export function siteOrigins(
  values: Pick<SettingValues, 'COUNTERSIGN_SITE_ORIGINS' | 'COUNTERSIGN_PORT'>,
): readonly string[] {
  const { COUNTERSIGN_SITE_ORIGINS: given, COUNTERSIGN_PORT: port } = values;
  return given.length > 0 ? given : [`http://localhost:${port}`];
}
