import { createRootRoute } from '@tanstack/react-router'

/** What all pages hang under; the router puts the frame around it. */
export const rootRoute = createRootRoute()
