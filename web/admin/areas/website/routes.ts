import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root-route.ts'

export const websiteRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/website',
    staticData: { needs: ['Read msevtmgt_webapplication'] },
    component: lazyRouteComponent(() => import('./website-page.tsx'), 'WebsitePage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/website/applications/$applicationId',
    staticData: {
      needs: ['Read msevtmgt_webapplication'],
      needsForNew: ['Create msevtmgt_webapplication'],
    },
    component: lazyRouteComponent(() => import('./application-page.tsx'), 'ApplicationPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/website/tables/$configurationId',
    staticData: {
      needs: ['Read msevtmgt_websiteentityconfiguration'],
      needsForNew: [
        'Read all msevtmgt_websiteentityconfiguration',
        'Create msevtmgt_websiteentityconfiguration',
      ],
    },
    component: lazyRouteComponent(
      () => import('./table-configuration-page.tsx'),
      'TableConfigurationPage',
    ),
  }),
]
