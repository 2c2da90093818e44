import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root-route.ts'

export const contactRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/contacts',
    staticData: { needs: ['Read contact'] },
    component: lazyRouteComponent(() => import('./contact-list.tsx'), 'ContactList'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/contacts/duplicates',
    staticData: { needs: ['Read all contact'] },
    component: lazyRouteComponent(() => import('./duplicate-list.tsx'), 'DuplicateList'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/contacts/$contactId',
    staticData: { needs: ['Read contact'], needsForNew: ['Create contact'] },
    component: lazyRouteComponent(() => import('./contact-page.tsx'), 'ContactPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/contacts/$contactId/merge/$otherId',
    staticData: { needs: ['Read all contact', 'Update contact'] },
    component: lazyRouteComponent(() => import('./merge-page.tsx'), 'MergePage'),
  }),
]
