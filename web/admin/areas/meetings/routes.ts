import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root-route.ts'

export const meetingRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/meetings',
    component: lazyRouteComponent(() => import('./meeting-list.tsx'), 'MeetingList'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/meetings/new',
    component: lazyRouteComponent(() => import('./new-meeting.tsx'), 'NewMeeting'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/meetings/$meetingId',
    component: lazyRouteComponent(() => import('./meeting-page.tsx'), 'MeetingPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/meetings/$meetingId/change',
    component: lazyRouteComponent(() => import('./change-meeting.tsx'), 'ChangeMeeting'),
  }),
]
