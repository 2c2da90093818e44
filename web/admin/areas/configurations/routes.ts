import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root-route.ts'

export const configurationRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/configurations',
    component: lazyRouteComponent(() => import('./configuration-list.tsx'), 'ConfigurationList'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/configurations/new',
    component: lazyRouteComponent(() => import('./new-configuration.tsx'), 'NewConfiguration'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/configurations/providers/$providerId',
    component: lazyRouteComponent(() => import('./provider-page.tsx'), 'ProviderPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/configurations/$configurationId',
    component: lazyRouteComponent(() => import('./configuration-page.tsx'), 'ConfigurationPage'),
  }),
]
