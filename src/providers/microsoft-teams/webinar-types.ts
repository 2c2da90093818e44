/** The two things that an event can become in Teams. Pure. */
import type { WebinarPlan, WebinarType } from '../contract.ts'
import { rejected } from './mapping.ts'
import type { Choices, Kind } from './settings.ts'

const meeting = { name: 'Meeting in Teams', value: 'meeting' }
const webinar = { name: 'Webinar of Teams', value: 'webinar' }

export const webinarTypes = ({ hasWebinars }: Choices): readonly WebinarType[] =>
  hasWebinars ? [meeting, webinar] : [meeting]

/**
 * What the plan asks for, else the configuration.
 * @throws ProviderError 'rejected' for a type that Teams does not have, or another one than it is
 */
export function kindOf({ webinarType }: WebinarPlan, { kind }: Choices, existing?: Kind): Kind {
  if (webinarType === undefined) return existing ?? kind
  if (webinarType !== meeting.value && webinarType !== webinar.value) {
    throw rejected(
      `The webinar type "${webinarType.slice(0, 50)}" is not one of Teams. Choose another one.`,
    )
  }
  if (existing === undefined || existing === webinarType) return webinarType as Kind
  throw rejected(
    `Teams cannot make something else of a ${existing}. Cancel the event and publish it anew.`,
  )
}
