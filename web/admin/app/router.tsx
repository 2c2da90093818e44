import { createRouter } from '@tanstack/react-router'
import { Suspense } from 'react'
import { administrationRoutes } from '../areas/administration/routes.ts'
import { auditRoutes } from '../areas/audit/routes.ts'
import { columnRoutes } from '../areas/columns/routes.ts'
import { configurationRoutes } from '../areas/configurations/routes.ts'
import { contactRoutes } from '../areas/contacts/routes.ts'
import { credentialRoutes } from '../areas/credentials/routes.ts'
import { eventRoutes } from '../areas/events/routes.ts'
import { homeRoutes } from '../areas/home/routes.ts'
import { jobRoutes } from '../areas/jobs/routes.ts'
import { mailRoutes } from '../areas/mails/routes.ts'
import { meetingRoutes } from '../areas/meetings/routes.ts'
import { organizationRoutes } from '../areas/organization/routes.ts'
import { profileRoutes } from '../areas/profile/routes.ts'
import { queryRoutes } from '../areas/query/routes.ts'
import { recoveryRoutes } from '../areas/recovery/routes.ts'
import { requestBinRoutes } from '../areas/request-bins/routes.ts'
import { userRoutes } from '../areas/users/routes.ts'
import { webhookRoutes } from '../areas/webhooks/routes.ts'
import { websiteRoutes } from '../areas/website/routes.ts'
import { PageLoading } from '../components/page-loading.tsx'
import { PageNotFound, PageProblem } from '../components/page-problem.tsx'
import { Frame } from './frame.tsx'
import { rootRoute } from './root-route.ts'

rootRoute.update({
  staticData: { needs: [] },
  component: () => (
    <Suspense fallback={<PageLoading />}>
      <Frame />
    </Suspense>
  ),
  notFoundComponent: PageNotFound,
})

/** Every area puts its pages here; each page is loaded when it is first opened. */
const routeTree = rootRoute.addChildren([
  ...homeRoutes,
  ...columnRoutes,
  ...configurationRoutes,
  ...contactRoutes,
  ...eventRoutes,
  ...mailRoutes,
  ...meetingRoutes,
  ...websiteRoutes,
  ...administrationRoutes,
  ...organizationRoutes,
  ...jobRoutes,
  ...recoveryRoutes,
  ...requestBinRoutes,
  ...webhookRoutes,
  ...userRoutes,
  ...credentialRoutes,
  ...auditRoutes,
  ...profileRoutes,
  ...queryRoutes,
])

export const router = createRouter({
  routeTree,
  basepath: '/admin',
  defaultPreload: 'intent',
  defaultPendingComponent: PageLoading,
  defaultErrorComponent: ({ error, reset }) => <PageProblem error={error} retry={reset} />,
  defaultNotFoundComponent: PageNotFound,
  scrollRestoration: true,
})
