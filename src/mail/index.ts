export { createMail, type Mail } from './create-mail.ts'
export { parseAddress } from './mail.ts'
export { listMails, type MailListing, type MailRow, readMail } from './mail-rows.ts'
export { mailState, tables } from './tables.ts'
