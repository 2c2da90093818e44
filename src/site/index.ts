export { registerSite } from './register-site.ts'
export type { SiteNeeds } from './site.ts'
export { createSiteLinks } from './site-links.ts'
