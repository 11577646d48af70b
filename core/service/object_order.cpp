// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/object_order.h"

#include "core/kubernetes/objects.h"

#include <algorithm>
#include <numeric>

namespace qbm::service {

namespace {

bool isDigit(char character)
{
    return character >= '0' && character <= '9';
}

/// The digits that begin here, without zeros before them.
std::string_view digitsAt(std::string_view text, std::size_t& at)
{
    while (at + 1 < text.size() && text[at] == '0' && isDigit(text[at + 1]))
        ++at;
    const std::size_t begin = at;
    while (at < text.size() && isDigit(text[at]))
        ++at;
    return text.substr(begin, at - begin);
}

/// Runs of digits compare as numbers.
bool isNaturallyBefore(std::string_view left, std::string_view right)
{
    std::size_t l = 0, r = 0;
    while (l < left.size() && r < right.size()) {
        if (isDigit(left[l]) && isDigit(right[r])) {
            const std::string_view a = digitsAt(left, l), b = digitsAt(right, r);
            if (a.size() != b.size())
                return a.size() < b.size();
            if (a != b)
                return a < b;
        } else if (left[l] != right[r]) {
            return left[l] < right[r];
        } else {
            ++l;
            ++r;
        }
    }
    return left.size() - l < right.size() - r;
}

} // namespace

void ObjectOrder::add(const kubernetes::JsonPath& path, const kubernetes::JsonValue& object)
{
    Key key;
    const auto found = path.find(object);
    if (!found.empty() && !found.front().empty()) {
        const kubernetes::JsonValue& value = found.front();
        key.there = true;
        key.text = value.isString() ? value.string() : value.text();
        key.number = kubernetes::parseQuantity(key.text);
    }
    m_keys.push_back(std::move(key));
}

bool ObjectOrder::isBefore(const Key& left, const Key& right)
{
    if (!left.there || !right.there)
        return !left.there && right.there;
    if (left.number && right.number)
        return *left.number < *right.number;
    // A mixture needs one order all the same.
    if (left.number.has_value() != right.number.has_value())
        return left.number.has_value();
    return isNaturallyBefore(left.text, right.text);
}

std::vector<std::size_t> ObjectOrder::places() const
{
    std::vector<std::size_t> places(m_keys.size());
    std::iota(places.begin(), places.end(), std::size_t(0));
    std::ranges::stable_sort(places, [&](std::size_t a, std::size_t b) { return isBefore(m_keys[a], m_keys[b]); });
    return places;
}

} // namespace qbm::service
