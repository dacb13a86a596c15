import { type MigrationClass, tableMigration } from '@countersign/platform';

const ASCII = 'CHARACTER SET ascii COLLATE ascii_bin';

const eserviceForm = tableMigration(
  1790000000510,
  'eservice_form',
  [
    `reference VARCHAR(24) ${ASCII} NOT NULL PRIMARY KEY`,
    `form VARCHAR(8) ${ASCII} NOT NULL`,
    `request_type VARCHAR(32) ${ASCII} NOT NULL`,
    `state VARCHAR(16) ${ASCII} NOT NULL`,
    `participant VARCHAR(6) ${ASCII} NOT NULL`,
    'filed_by VARCHAR(120) NOT NULL',
    'approved_by VARCHAR(120) NULL',
    'details MEDIUMTEXT NOT NULL',
    `client_reference VARCHAR(64) ${ASCII} NULL`,
    'filed_at BIGINT NOT NULL',
    'submitted_at BIGINT NULL',
    'approved_at BIGINT NULL',
    'due_by BIGINT NULL',
    'ended_at BIGINT NULL',
    'ended_by VARCHAR(120) NULL',
    'reason VARCHAR(200) NULL',
    `request_id VARCHAR(80) ${ASCII} NULL`,
    'version BIGINT NOT NULL',
  ],
  {
    indexes: [
      { name: 'eservice_form_client', columns: ['client_reference'], unique: true },
      { name: 'eservice_form_newest', columns: ['filed_at', 'reference'] },
      { name: 'eservice_form_state', columns: ['state', 'filed_at', 'reference'] },
      { name: 'eservice_form_participant', columns: ['participant', 'filed_at', 'reference'] },
    ],
  },
);

const eserviceNumber = tableMigration(1790000000511, 'eservice_number', [
  `series VARCHAR(16) ${ASCII} NOT NULL PRIMARY KEY`,
  'last_number BIGINT NOT NULL',
]);

const eserviceRequest = tableMigration(
  1790000000512,
  'eservice_request',
  [
    `request_id VARCHAR(80) ${ASCII} NOT NULL PRIMARY KEY`,
    `reference VARCHAR(24) ${ASCII} NOT NULL`,
    'stage SMALLINT NOT NULL',
    `state VARCHAR(20) ${ASCII} NOT NULL`,
  ],
  { indexes: [{ name: 'eservice_request_form', columns: ['reference'] }] },
);

/** Tables of the eService forms, their numbers, and the change requests that rest on them (W20). */
export const eserviceMigrations: readonly MigrationClass[] = [eserviceForm, eserviceNumber, eserviceRequest];
