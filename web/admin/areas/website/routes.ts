import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root-route.ts'

export const websiteRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/website',
    component: lazyRouteComponent(() => import('./website-page.tsx'), 'WebsitePage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/website/applications/$applicationId',
    component: lazyRouteComponent(() => import('./application-page.tsx'), 'ApplicationPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/website/tables/$configurationId',
    component: lazyRouteComponent(
      () => import('./table-configuration-page.tsx'),
      'TableConfigurationPage',
    ),
  }),
]
