import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root-route.ts'

export const contactRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/contacts',
    component: lazyRouteComponent(() => import('./contact-list.tsx'), 'ContactList'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/contacts/duplicates',
    component: lazyRouteComponent(() => import('./duplicate-list.tsx'), 'DuplicateList'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/contacts/$contactId',
    component: lazyRouteComponent(() => import('./contact-page.tsx'), 'ContactPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/contacts/$contactId/merge/$otherId',
    component: lazyRouteComponent(() => import('./merge-page.tsx'), 'MergePage'),
  }),
]
