/** Every table of a plugin starts with this, so that no two plugins and no host table can meet. */
export function tablePrefix(pluginId: string): string {
  return `authenticator_${pluginId.replaceAll('-', '_')}_`;
}
