import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root-route.ts'

export const credentialRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/credentials',
    staticData: { needs: ['Administrate'] },
    component: lazyRouteComponent(() => import('./credentials-page.tsx'), 'CredentialsPage'),
  }),
]
