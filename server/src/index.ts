export { errorCodesByPackage, subgraphSchemas } from './schema-sources.ts';
export { type SettingName, settingShape } from './settings/setting-shape.ts';
