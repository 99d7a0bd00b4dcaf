// Byte by byte: what it is taken of is small.
#include "core/lookup3.h"

#include <array>
#include <bit>

namespace ioproof {
namespace {

constexpr size_t blockBytes = 12;
using State = std::array<uint32_t, 3>;

/// Distances of the turns, in the order in which lookup3 has them.
constexpr std::array<int, 6> mixTurns{4, 6, 8, 16, 19, 4};
constexpr std::array<int, 7> finalTurns{14, 11, 25, 16, 4, 14, 24};

/// Each step takes one word from another, turns it, and adds the third to what was taken.
void mix(State& words) {
    for (size_t step = 0; step < mixTurns.size(); ++step) {
        uint32_t& a = words[step % 3];
        uint32_t& b = words[(step + 1) % 3];
        uint32_t& c = words[(step + 2) % 3];
        a -= c;
        a ^= std::rotl(c, mixTurns[step]);
        c += b;
    }
}

void finish(State& words) {
    for (size_t step = 0; step < finalTurns.size(); ++step) {
        uint32_t& word = words[(step + 2) % 3];
        const uint32_t other = words[(step + 1) % 3];
        word ^= other;
        word -= std::rotl(other, finalTurns[step]);
    }
}

void add(State& words, const std::byte* data, size_t length) {
    for (size_t at = 0; at < length; ++at) words[at / 4] += std::to_integer<uint32_t>(data[at]) << (8 * (at % 4));
}

}  // namespace

uint32_t lookup3(const std::byte* data, size_t length, uint32_t start) {
    State words;
    words.fill(0xdeadbeef + static_cast<uint32_t>(length) + start);
    for (; length > blockBytes; length -= blockBytes, data += blockBytes) {
        add(words, data, blockBytes);
        mix(words);
    }
    if (length == 0) return words[2];
    add(words, data, length);
    finish(words);
    return words[2];
}

}  // namespace ioproof
