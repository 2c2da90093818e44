import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root-route.ts'

export const eventRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/events',
    staticData: { needs: ['Read msevtmgt_event'] },
    component: lazyRouteComponent(() => import('./event-list.tsx'), 'EventList'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/events/new',
    staticData: { needs: ['Create msevtmgt_event'] },
    component: lazyRouteComponent(() => import('./new-event.tsx'), 'NewEvent'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/events/$eventId/{-$tab}',
    staticData: { needs: ['Read msevtmgt_event'] },
    component: lazyRouteComponent(() => import('./event-page.tsx'), 'EventPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/calendar',
    staticData: { needs: ['Read msevtmgt_event'] },
    component: lazyRouteComponent(() => import('./calendar-page.tsx'), 'CalendarPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/registrations/$registrationId',
    staticData: { needs: ['Read msevtmgt_eventregistration'] },
    component: lazyRouteComponent(() => import('./registration-page.tsx'), 'RegistrationPage'),
  }),
]
