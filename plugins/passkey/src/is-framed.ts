/** Whether the browser signed inside a frame of another site, where the person sees somebody else's page (WebAuthn 13.4.9). */
export function isFramed(clientDataJSON: string): boolean {
  const said = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString()) as { readonly crossOrigin?: unknown };
  return said.crossOrigin === true;
}
