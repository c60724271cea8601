/* Built where npm was not: pages work by links and forms. */
