export { type Approvals, type ApprovalsOptions, createApprovals } from './create-approvals.ts';
export { errorCodes } from './error-codes.ts';
export { approvalsRows } from './rows/approvals-rows.ts';
export { approvalsMigrations } from './rows/migrations.ts';
