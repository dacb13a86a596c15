import { InstantScalar, Internal, JsonScalar } from '@countersign/platform';
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import type { ExportFormat } from '../exports/export-ticket.ts';
import { enumNameOf, reportBook, type ReportName } from '../exports/report-book.ts';

/** ReportName of the API: every report that leaves as a file. */
export const ReportNameEnum: Readonly<Record<string, ReportName>> = Object.fromEntries(
  (Object.keys(reportBook) as ReportName[]).map((report) => [enumNameOf(report), report]),
);
/** ExportFormat of the API. */
export const ExportFormatEnum: Readonly<Record<ExportFormat, ExportFormat>> = { CSV: 'CSV', XLSX: 'XLSX' };

registerEnumType(ReportNameEnum, { name: 'ReportName' });
registerEnumType(ExportFormatEnum, { name: 'ExportFormat' });

/** What somebody wants as a file. */
@InputType('ExportInput')
export class ExportInput {
  @Field(() => ReportNameEnum) report!: ReportName;
  @Field(() => ID, {
    nullable: true,
    description: "For the clearing house's staff; administrators export their own participant.",
  })
  participant?: string | null;
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'The other arguments of the report\'s field as one object, e.g. { from: "2026-11-01" }.',
  })
  args?: unknown;
  @Field(() => ExportFormatEnum, { defaultValue: 'CSV' }) format!: ExportFormat;
}

/** A download for its requester alone, once, within five minutes. */
@ObjectType('ExportTicket', { description: 'A download for its requester alone, once, within five minutes.' })
export class ExportTicketType {
  @Field(() => String) ticket!: string;
  @Field(() => String, { description: 'Where the file is, relative to the door.' }) url!: string;
  @Field(() => InstantScalar) expiresAt!: Date;
}

/** What the door shall fetch for a redeemed ticket, and from which part. */
@Internal()
@ObjectType('RedeemedExport')
export class RedeemedExportType {
  @Field(() => String) report!: string;
  @Field(() => String) part!: string;
  @Field(() => JsonScalar) args!: unknown;
  @Field(() => ExportFormatEnum) format!: ExportFormat;
  @Field(() => String) fileName!: string;
}
