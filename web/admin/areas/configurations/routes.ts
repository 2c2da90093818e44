import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root-route.ts'

export const configurationRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/configurations',
    staticData: { needs: ['Read all msevtmgt_webinarconfiguration'] },
    component: lazyRouteComponent(() => import('./configuration-list.tsx'), 'ConfigurationList'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/configurations/new',
    staticData: { needs: ['Create msevtmgt_webinarconfiguration'] },
    component: lazyRouteComponent(() => import('./new-configuration.tsx'), 'NewConfiguration'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/configurations/providers/$providerId',
    staticData: { needs: ['Read msevtmgt_webinarprovider'] },
    component: lazyRouteComponent(() => import('./provider-page.tsx'), 'ProviderPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/configurations/$configurationId',
    staticData: { needs: ['Read all msevtmgt_webinarconfiguration'] },
    component: lazyRouteComponent(() => import('./configuration-page.tsx'), 'ConfigurationPage'),
  }),
]
