// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/tier.h"

namespace qbm {

std::string_view name(Tier tier)
{
    switch (tier) {
    case Tier::Lab: return "lab";
    case Tier::Development: return "development";
    case Tier::Staging: return "staging";
    case Tier::Production: return "production";
    }
    return "production";
}

std::optional<Tier> parseTier(std::string_view text)
{
    for (const Tier tier : {Tier::Lab, Tier::Development, Tier::Staging, Tier::Production}) {
        if (text == name(tier))
            return tier;
    }
    return std::nullopt;
}

} // namespace qbm
