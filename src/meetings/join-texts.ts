/** What a guest reads who cannot come in now. */
import type { JoinObstacle } from './join.ts'

/** `{opens}` is when the link begins to let in. */
type Texts = Readonly<Record<JoinObstacle, string>>

const languages: Readonly<Record<string, Texts>> = {
  en: {
    cancelled: 'This meeting was cancelled.',
    removed: 'You are no longer invited to this meeting.',
    'too-early': 'It is too early. This link lets you in from {opens}.',
    over: 'This meeting is over.',
    'being-prepared': 'The meeting is being prepared. Try again in a minute.',
    'no-room': 'This meeting has no room at the moment. Ask the host; this link stays the same.',
    'provider-down': 'The meeting room does not answer just now. Try again in a minute.',
    'not-admitted': 'The meeting room did not let you in. Ask the host.',
  },
  de: {
    cancelled: 'Diese Besprechung wurde abgesagt.',
    removed: 'Sie sind zu dieser Besprechung nicht mehr eingeladen.',
    'too-early': 'Es ist noch zu früh. Dieser Link öffnet ab {opens}.',
    over: 'Diese Besprechung ist vorbei.',
    'being-prepared': 'Die Besprechung wird vorbereitet. Versuchen Sie es in einer Minute wieder.',
    'no-room':
      'Diese Besprechung hat gerade keinen Raum. Fragen Sie den Gastgeber; dieser Link bleibt derselbe.',
    'provider-down': 'Der Raum antwortet gerade nicht. Versuchen Sie es in einer Minute wieder.',
    'not-admitted': 'Der Raum hat Sie nicht eingelassen. Fragen Sie den Gastgeber.',
  },
  es: {
    cancelled: 'Esta reunión se ha cancelado.',
    removed: 'Ya no está invitado a esta reunión.',
    'too-early': 'Es demasiado pronto. Este enlace se abre a partir de {opens}.',
    over: 'Esta reunión ha terminado.',
    'being-prepared': 'La reunión se está preparando. Inténtelo de nuevo en un minuto.',
    'no-room':
      'Esta reunión no tiene sala en este momento. Pregunte al anfitrión; este enlace sigue siendo el mismo.',
    'provider-down': 'La sala no responde ahora. Inténtelo de nuevo en un minuto.',
    'not-admitted': 'La sala no le ha dejado entrar. Pregunte al anfitrión.',
  },
  fr: {
    cancelled: 'Cette réunion a été annulée.',
    removed: 'Vous n’êtes plus invité à cette réunion.',
    'too-early': 'Il est trop tôt. Ce lien ouvre à partir de {opens}.',
    over: 'Cette réunion est terminée.',
    'being-prepared': 'La réunion est en préparation. Réessayez dans une minute.',
    'no-room':
      'Cette réunion n’a pas de salle pour le moment. Demandez à l’organisateur ; ce lien reste le même.',
    'provider-down': 'La salle ne répond pas. Réessayez dans une minute.',
    'not-admitted': 'La salle ne vous a pas laissé entrer. Demandez à l’organisateur.',
  },
  th: {
    cancelled: 'การประชุมนี้ถูกยกเลิกแล้ว',
    removed: 'คุณไม่ได้รับเชิญเข้าร่วมการประชุมนี้อีกต่อไป',
    'too-early': 'ยังเร็วเกินไป ลิงก์นี้เปิดตั้งแต่ {opens}',
    over: 'การประชุมนี้สิ้นสุดแล้ว',
    'being-prepared': 'กำลังเตรียมการประชุม โปรดลองอีกครั้งในหนึ่งนาที',
    'no-room': 'ขณะนี้การประชุมนี้ไม่มีห้อง โปรดถามผู้จัด ลิงก์นี้ยังคงเดิม',
    'provider-down': 'ห้องประชุมไม่ตอบสนอง โปรดลองอีกครั้งในหนึ่งนาที',
    'not-admitted': 'ห้องประชุมไม่อนุญาตให้คุณเข้า โปรดถามผู้จัด',
  },
  uk: {
    cancelled: 'Цю зустріч скасовано.',
    removed: 'Вас більше не запрошено на цю зустріч.',
    'too-early': 'Ще зарано. Це посилання відкриється {opens}.',
    over: 'Ця зустріч завершилася.',
    'being-prepared': 'Зустріч готується. Спробуйте за хвилину.',
    'no-room':
      'Зараз ця зустріч не має кімнати. Зверніться до організатора; посилання залишиться тим самим.',
    'provider-down': 'Кімната зараз не відповідає. Спробуйте за хвилину.',
    'not-admitted': 'Кімната вас не впустила. Зверніться до організатора.',
  },
  zh: {
    cancelled: '此会议已取消。',
    removed: '您不再受邀参加此会议。',
    'too-early': '现在还太早。此链接从 {opens} 起开放。',
    over: '此会议已结束。',
    'being-prepared': '会议正在准备中，请一分钟后再试。',
    'no-room': '此会议目前没有会议室。请询问主持人；此链接保持不变。',
    'provider-down': '会议室暂时没有响应，请一分钟后再试。',
    'not-admitted': '会议室未让您进入，请询问主持人。',
  },
}

export const obstacleText = (tag: string, reason: JoinObstacle): string =>
  (languages[tag.split('-')[0] ?? 'en'] ?? languages.en)?.[reason] ?? ''
