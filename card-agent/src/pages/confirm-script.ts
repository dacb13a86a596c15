/** Closes the window once the card has signed; whatever else happened stays to be read. */
export const confirmScript = `if (document.body.dataset.state === 'SIGNED') window.close();
`;
