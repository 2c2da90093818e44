/** Letters about passwords, in the languages of the console. */
export type AccountLetterKind = 'reset' | 'invite'

interface LetterText {
  readonly subject: string
  readonly reason: string
  readonly button: string
  readonly note: string
}

type Texts = Readonly<Record<AccountLetterKind, LetterText>>

const english: Texts = {
  reset: {
    subject: 'Set a new password for Greenroom',
    reason: 'Somebody, probably you, asked for a new password for your account at {host}.',
    button: 'Set a new password',
    note: 'The link works once, within an hour. If you did not ask for it, do nothing: your password stays as it is.',
  },
  invite: {
    subject: 'You are invited to Greenroom',
    reason: 'There is now an account for you at {host}. Choose a password and come in.',
    button: 'Choose a password',
    note: 'The link works once, within three days. After that, ask for a new one on the sign-in page.',
  },
}

const texts: Readonly<Record<string, Texts>> = {
  en: english,
  de: {
    reset: {
      subject: 'Neues Passwort für Greenroom',
      reason:
        'Für Ihr Konto bei {host} wurde ein neues Passwort angefordert, vermutlich von Ihnen.',
      button: 'Neues Passwort festlegen',
      note: 'Der Link gilt einmal und eine Stunde lang. Haben Sie nichts angefordert, tun Sie nichts: Ihr Passwort bleibt, wie es ist.',
    },
    invite: {
      subject: 'Einladung zu Greenroom',
      reason:
        'Bei {host} gibt es jetzt ein Konto für Sie. Wählen Sie ein Passwort und treten Sie ein.',
      button: 'Passwort wählen',
      note: 'Der Link gilt einmal und drei Tage lang. Danach fordern Sie auf der Anmeldeseite einen neuen an.',
    },
  },
  fr: {
    reset: {
      subject: 'Nouveau mot de passe pour Greenroom',
      reason:
        'Un nouveau mot de passe a été demandé, sans doute par vous, pour votre compte sur {host}.',
      button: 'Choisir un nouveau mot de passe',
      note: 'Le lien fonctionne une fois, pendant une heure. Si vous n’avez rien demandé, ne faites rien : votre mot de passe ne change pas.',
    },
    invite: {
      subject: 'Invitation à Greenroom',
      reason: 'Un compte vous attend sur {host}. Choisissez un mot de passe et entrez.',
      button: 'Choisir un mot de passe',
      note: 'Le lien fonctionne une fois, pendant trois jours. Ensuite, demandez-en un autre sur la page de connexion.',
    },
  },
  es: {
    reset: {
      subject: 'Nueva contraseña para Greenroom',
      reason: 'Alguien, probablemente usted, pidió una nueva contraseña para su cuenta en {host}.',
      button: 'Elegir una nueva contraseña',
      note: 'El enlace sirve una vez, durante una hora. Si no lo pidió, no haga nada: su contraseña no cambia.',
    },
    invite: {
      subject: 'Invitación a Greenroom',
      reason: 'Ya hay una cuenta para usted en {host}. Elija una contraseña y entre.',
      button: 'Elegir una contraseña',
      note: 'El enlace sirve una vez, durante tres días. Después, pida otro en la página de inicio de sesión.',
    },
  },
  uk: {
    reset: {
      subject: 'Новий пароль для Greenroom',
      reason: 'Хтось, мабуть ви, попросив новий пароль для вашого облікового запису на {host}.',
      button: 'Задати новий пароль',
      note: 'Посилання діє один раз протягом години. Якщо ви цього не просили, нічого не робіть: пароль не зміниться.',
    },
    invite: {
      subject: 'Запрошення до Greenroom',
      reason: 'На {host} для вас створено обліковий запис. Оберіть пароль і заходьте.',
      button: 'Обрати пароль',
      note: 'Посилання діє один раз протягом трьох днів. Потім попросіть нове на сторінці входу.',
    },
  },
  th: {
    reset: {
      subject: 'ตั้งรหัสผ่านใหม่สำหรับ Greenroom',
      reason: 'มีผู้ขอรหัสผ่านใหม่สำหรับบัญชีของคุณที่ {host} ซึ่งน่าจะเป็นคุณเอง',
      button: 'ตั้งรหัสผ่านใหม่',
      note: 'ลิงก์ใช้ได้ครั้งเดียวภายในหนึ่งชั่วโมง หากคุณไม่ได้ขอ ไม่ต้องทำอะไร รหัสผ่านของคุณจะไม่เปลี่ยน',
    },
    invite: {
      subject: 'คำเชิญสู่ Greenroom',
      reason: 'มีบัญชีสำหรับคุณที่ {host} แล้ว เลือกรหัสผ่านแล้วลงชื่อเข้าใช้',
      button: 'เลือกรหัสผ่าน',
      note: 'ลิงก์ใช้ได้ครั้งเดียวภายในสามวัน หลังจากนั้นขอลิงก์ใหม่ได้ที่หน้าลงชื่อเข้าใช้',
    },
  },
  zh: {
    reset: {
      subject: '设置 Greenroom 新密码',
      reason: '有人（可能是您）为您在 {host} 的账户申请了新密码。',
      button: '设置新密码',
      note: '该链接一小时内有效，只能使用一次。如果不是您申请的，请忽略：您的密码不会改变。',
    },
    invite: {
      subject: 'Greenroom 邀请',
      reason: '您在 {host} 已有账户。请选择密码并登录。',
      button: '选择密码',
      note: '该链接三天内有效，只能使用一次。过期后请在登录页面申请新链接。',
    },
  },
}

export function accountLetterText(
  language: string | null,
  kind: AccountLetterKind,
): LetterText & { readonly language: string } {
  const [primary = 'en'] = (language ?? 'en').toLowerCase().split('-')
  const found = texts[primary]
  return found === undefined
    ? { ...english[kind], language: 'en' }
    : { ...found[kind], language: primary }
}
