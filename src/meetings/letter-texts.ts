/** The words of letters about meetings, in the languages of the hub's letters. */
import type { LetterKind } from './due-letters.ts'

interface Texts {
  /** `{title}` is the meeting. */
  readonly subjects: Readonly<Record<LetterKind, string>>
  /** `{host}` is who invites. */
  readonly openings: Readonly<Record<LetterKind, string>>
  readonly labels: Readonly<
    Record<'when' | 'insteadOf' | 'dates' | 'host' | 'password' | 'join' | 'yours', string>
  >
}

const english: Texts = {
  subjects: {
    invitation: 'Invitation: {title}',
    change: 'Changed: {title}',
    dateMoved: 'Moved date: {title}',
    dateCancelled: 'Cancelled date: {title}',
    cancellation: 'Cancelled: {title}',
    removal: 'No longer invited: {title}',
  },
  openings: {
    invitation: '{host} invites you to this meeting.',
    change: '{host} has changed this meeting.',
    dateMoved: '{host} has moved one date of this series.',
    dateCancelled: '{host} has cancelled one date of this series. The others stay.',
    cancellation: '{host} has cancelled this meeting.',
    removal: 'You are no longer invited to this meeting of {host}.',
  },
  labels: {
    when: 'When',
    insteadOf: 'Instead of',
    dates: 'Next dates',
    host: 'Host',
    password: 'Password',
    join: 'Join the meeting',
    yours: 'This link is yours alone and stays the same whatever changes.',
  },
}

const german: Texts = {
  subjects: {
    invitation: 'Einladung: {title}',
    change: 'Geändert: {title}',
    dateMoved: 'Termin verschoben: {title}',
    dateCancelled: 'Termin abgesagt: {title}',
    cancellation: 'Abgesagt: {title}',
    removal: 'Nicht mehr eingeladen: {title}',
  },
  openings: {
    invitation: '{host} lädt Sie zu dieser Besprechung ein.',
    change: '{host} hat diese Besprechung geändert.',
    dateMoved: '{host} hat einen Termin dieser Serie verschoben.',
    dateCancelled: '{host} hat einen Termin dieser Serie abgesagt. Die anderen bleiben.',
    cancellation: '{host} hat diese Besprechung abgesagt.',
    removal: 'Sie sind zu dieser Besprechung von {host} nicht mehr eingeladen.',
  },
  labels: {
    when: 'Wann',
    insteadOf: 'Statt',
    dates: 'Nächste Termine',
    host: 'Gastgeber',
    password: 'Passwort',
    join: 'Teilnehmen',
    yours: 'Dieser Link gehört nur Ihnen und bleibt derselbe, was immer sich ändert.',
  },
}

const spanish: Texts = {
  subjects: {
    invitation: 'Invitación: {title}',
    change: 'Modificada: {title}',
    dateMoved: 'Fecha cambiada: {title}',
    dateCancelled: 'Fecha cancelada: {title}',
    cancellation: 'Cancelada: {title}',
    removal: 'Ya no está invitado: {title}',
  },
  openings: {
    invitation: '{host} le invita a esta reunión.',
    change: '{host} ha modificado esta reunión.',
    dateMoved: '{host} ha cambiado una fecha de esta serie.',
    dateCancelled: '{host} ha cancelado una fecha de esta serie. Las demás se mantienen.',
    cancellation: '{host} ha cancelado esta reunión.',
    removal: 'Ya no está invitado a esta reunión de {host}.',
  },
  labels: {
    when: 'Cuándo',
    insteadOf: 'En lugar de',
    dates: 'Próximas fechas',
    host: 'Anfitrión',
    password: 'Contraseña',
    join: 'Unirse a la reunión',
    yours: 'Este enlace es solo suyo y no cambia, pase lo que pase.',
  },
}

const french: Texts = {
  subjects: {
    invitation: 'Invitation : {title}',
    change: 'Modifiée : {title}',
    dateMoved: 'Date déplacée : {title}',
    dateCancelled: 'Date annulée : {title}',
    cancellation: 'Annulée : {title}',
    removal: 'Vous n’êtes plus invité : {title}',
  },
  openings: {
    invitation: '{host} vous invite à cette réunion.',
    change: '{host} a modifié cette réunion.',
    dateMoved: '{host} a déplacé une date de cette série.',
    dateCancelled: '{host} a annulé une date de cette série. Les autres sont maintenues.',
    cancellation: '{host} a annulé cette réunion.',
    removal: 'Vous n’êtes plus invité à cette réunion de {host}.',
  },
  labels: {
    when: 'Quand',
    insteadOf: 'Au lieu de',
    dates: 'Prochaines dates',
    host: 'Organisateur',
    password: 'Mot de passe',
    join: 'Rejoindre la réunion',
    yours: 'Ce lien n’appartient qu’à vous et reste le même, quoi qu’il change.',
  },
}

const thai: Texts = {
  subjects: {
    invitation: 'คำเชิญ: {title}',
    change: 'เปลี่ยนแปลง: {title}',
    dateMoved: 'เลื่อนวัน: {title}',
    dateCancelled: 'ยกเลิกหนึ่งวัน: {title}',
    cancellation: 'ยกเลิก: {title}',
    removal: 'ไม่ได้รับเชิญอีกต่อไป: {title}',
  },
  openings: {
    invitation: '{host} เชิญคุณเข้าร่วมการประชุมนี้',
    change: '{host} ได้เปลี่ยนแปลงการประชุมนี้',
    dateMoved: '{host} ได้เลื่อนหนึ่งวันของชุดการประชุมนี้',
    dateCancelled: '{host} ได้ยกเลิกหนึ่งวันของชุดการประชุมนี้ วันอื่นยังคงเดิม',
    cancellation: '{host} ได้ยกเลิกการประชุมนี้',
    removal: 'คุณไม่ได้รับเชิญเข้าร่วมการประชุมนี้ของ {host} อีกต่อไป',
  },
  labels: {
    when: 'เมื่อ',
    insteadOf: 'แทน',
    dates: 'วันถัดไป',
    host: 'ผู้จัด',
    password: 'รหัสผ่าน',
    join: 'เข้าร่วมการประชุม',
    yours: 'ลิงก์นี้เป็นของคุณเท่านั้นและไม่เปลี่ยนแปลง',
  },
}

const ukrainian: Texts = {
  subjects: {
    invitation: 'Запрошення: {title}',
    change: 'Змінено: {title}',
    dateMoved: 'Дату перенесено: {title}',
    dateCancelled: 'Дату скасовано: {title}',
    cancellation: 'Скасовано: {title}',
    removal: 'Вас більше не запрошено: {title}',
  },
  openings: {
    invitation: '{host} запрошує вас на цю зустріч.',
    change: 'Цю зустріч змінено. Організатор: {host}.',
    dateMoved: 'Одну дату цієї серії перенесено. Організатор: {host}.',
    dateCancelled: 'Одну дату цієї серії скасовано, інші залишаються. Організатор: {host}.',
    cancellation: 'Цю зустріч скасовано. Організатор: {host}.',
    removal: 'Вас більше не запрошено на цю зустріч. Організатор: {host}.',
  },
  labels: {
    when: 'Коли',
    insteadOf: 'Замість',
    dates: 'Наступні дати',
    host: 'Організатор',
    password: 'Пароль',
    join: 'Приєднатися до зустрічі',
    yours: 'Це посилання лише ваше й залишається тим самим, що б не змінилося.',
  },
}

const chinese: Texts = {
  subjects: {
    invitation: '邀请：{title}',
    change: '已更改：{title}',
    dateMoved: '日期已改：{title}',
    dateCancelled: '该日已取消：{title}',
    cancellation: '已取消：{title}',
    removal: '您不再受邀：{title}',
  },
  openings: {
    invitation: '{host} 邀请您参加此会议。',
    change: '{host} 更改了此会议。',
    dateMoved: '{host} 更改了此系列会议中的一个日期。',
    dateCancelled: '{host} 取消了此系列会议中的一个日期，其他日期不变。',
    cancellation: '{host} 取消了此会议。',
    removal: '您不再受邀参加 {host} 的此会议。',
  },
  labels: {
    when: '时间',
    insteadOf: '原定',
    dates: '接下来的日期',
    host: '主持人',
    password: '密码',
    join: '加入会议',
    yours: '此链接仅属于您，无论如何更改都保持不变。',
  },
}

const languages: Readonly<Record<string, Texts>> = {
  de: german,
  en: english,
  es: spanish,
  fr: french,
  th: thai,
  uk: ukrainian,
  zh: chinese,
}

export const letterLanguages = Object.keys(languages)

/** Of the tag's language; English where the hub has no texts in it. */
export const textsIn = (tag: string): Texts => languages[tag.split('-')[0] ?? 'en'] ?? english
