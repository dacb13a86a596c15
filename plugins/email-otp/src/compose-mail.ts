/** What a mail with a code says. Plain text, both languages, never a link (N1). */
export interface CodeMail {
  readonly userId: string;
  readonly code: string;
  readonly reference: string;
  readonly lifeMs: number;
}

/** Names the User ID, because one mailbox may serve several (W1), and what to do when nobody asked. */
export function composeMail({ userId, code, reference, lifeMs }: CodeMail): {
  readonly subject: string;
  readonly text: string;
} {
  const minutes = Math.round(lifeMs / 60_000);
  return {
    subject: `One-time password for User ID ${userId} (reference ${reference})`,
    text: [
      `User ID: ${userId}`,
      `One-time password: ${code}`,
      `Reference: ${reference}`,
      '',
      `It is valid for ${minutes} minutes and can be used once. The reference must equal the one on your screen.`,
      'Never pass it on: nobody from HKEX or from your firm will ask for it.',
      'If you did not request it, do not use it and tell your Delegated Administrator at once. Nothing was changed.',
      '',
      `用戶編號：${userId}`,
      `一次性密碼：${code}`,
      `參考編號：${reference}`,
      '',
      `此密碼於 ${minutes} 分鐘內有效，只可使用一次。參考編號須與畫面所示相同。`,
      '請勿向任何人透露此密碼；香港交易所或貴公司的職員均不會向閣下索取。',
      '如非閣下要求，請勿使用，並立即通知貴公司的獲授權管理員。現時並無任何資料被更改。',
      '',
    ].join('\n'),
  };
}
