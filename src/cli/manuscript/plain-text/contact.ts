const LABEL =
  /^\W*(?:(?:media|press|for\s+press|news|washington|[\p{L}]+)\s+)?(?:contacts?|enquiries|inquiries|queries)(?:\s+details|\s+person|\s+information)?\s*(?:[:：]|\(|$)|^\W*(?:media|press)?\s*contacts?\s+\p{Lu}|^\W*(?:for\s+(?:more|further|additional)\s+information|for\s+(?:media|press)\s+(?:enquiries|inquiries))(?:[\s,]+(?:please\s+)?(?:contact|call|visit)|\s*:|$)|^\W*(?:tel|phone|telephone|mobile|cell|fax|e-?mail|web|website)\b[\s.:]|^\W*(?:للتواصل|للاتصال|للاستفسار|لمزيد\s+من\s+المعلومات|للمزيد\s+من\s+المعلومات|جهة\s+الاتصال|هاتف|فاكس|البريد|بريد|الموقع|جوال|الهاتف)(?!\p{L})/iu
const NUMBER = /(?:\+|00)[\d\s().-]{8,}|\(\d{3}\)\s*\d{3}|\b\d{3}[-.\s]\d{3}[-.\s]\d{4}\b/u
const MAIL = /[\w.+-]+@[\w-]+\.[\w.-]+/

/** Characters up to which a line with a telephone number or an address is nothing but contact. */
const SHORT = 110

/** Whether a line tells whom the press calls. */
export const isContact = (text: string): boolean =>
  text.length <= 2 * SHORT &&
  (LABEL.test(text) || (text.length <= SHORT && (NUMBER.test(text) || MAIL.test(text))))

/** Whether it is the heading of such lines. */
export const isContactHeading = (text: string): boolean =>
  text.length <= 50 && LABEL.test(text) && !/[.!?]$/.test(text)

/** A number or a mark under which the office files it. */
export const isReference = (text: string): boolean =>
  text.length <= 60 && /^(?:ref(?:erence)?|no|nr|number|رقم|الرقم|المرجع)(?!\p{L}).*\d/iu.test(text)
