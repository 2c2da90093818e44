export { general } from './general.ts'
export {
  defineRefusals,
  isRefusal,
  type Refusal,
  type RefusalDefinition,
  type RefusalDetails,
  refusalCatalogue,
} from './refusal.ts'
