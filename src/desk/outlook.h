/* Where the items of an order stand, as the engine sees them, for whoever shows it. */
#ifndef BURIN_DESK_OUTLOOK_H
#define BURIN_DESK_OUTLOOK_H

#include "engine/outlook.h"

#endif
