import { purchaseState } from './choices.ts'

/** Where a purchase stands. */
export type PurchaseState = keyof typeof purchaseState

/** Names and numbers of the states of a purchase. */
export const purchaseStates = {
  nameOf(value: number | null): PurchaseState {
    const found = Object.entries(purchaseState).find(([, option]) => option.value === value)
    return (found?.[0] ?? 'waitingForPayment') as PurchaseState
  },
  valueOf: (name: PurchaseState): number => purchaseState[name].value,
  labelOf: (name: PurchaseState): string => purchaseState[name].label.toLowerCase(),
}
