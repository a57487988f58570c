// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/uuid.h"

#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>

namespace tiebreak::domain {

std::string new_uuid() {
    thread_local boost::uuids::random_generator generate;
    return boost::uuids::to_string(generate());
}

} // namespace tiebreak::domain
