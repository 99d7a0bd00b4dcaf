// Sectors from a base in the cache and a mask from the key, compiled for AVX2 and for the baseline.
#include "core/sector_content.h"

#include <array>
#include <cstring>
#include <utility>

#include "core/crc32c.h"
#include "core/crc_tables.h"
#include "core/data_pattern.h"
#include "core/random.h"

namespace ioproof {
namespace {

constexpr size_t sectorBytes = SectorContent::sectorBytes;
/// 256 KiB: half of a small second-level cache.
constexpr size_t baseSectors = 64;

constexpr size_t maskWords = 8;
using Mask = std::array<uint64_t, maskWords>;
static_assert(sectorBytes % sizeof(Mask) == 0);

Mask maskOf(uint64_t key) {
    Mask mask;
    const uint64_t start = mix64(key);
    for (size_t word = 0; word < maskWords; ++word) mask[word] = mix64(start + word);
    return mask;
}

typedef uint64_t Vector16 __attribute__((vector_size(16)));
typedef uint64_t Vector32 __attribute__((vector_size(32)));

/// The vectors are as wide as the registers, which hold the whole mask.
template <typename Vector>
[[gnu::always_inline]] inline void writeMasked(std::byte* to, const std::byte* from, const Mask& mask) {
    constexpr size_t vectors = sizeof(Mask) / sizeof(Vector);
    Vector masks[vectors];
    std::memcpy(masks, mask.data(), sizeof(Mask));
    for (size_t at = 0; at < sectorBytes; at += sizeof(Mask)) {
#pragma GCC unroll 4
        for (size_t index = 0; index < vectors; ++index) {
            Vector value;
            std::memcpy(&value, from + at + index * sizeof(Vector), sizeof(Vector));
            value ^= masks[index];
            std::memcpy(to + at + index * sizeof(Vector), &value, sizeof(Vector));
        }
    }
}

void writeBaseline(std::byte* to, const std::byte* from, const Mask& mask) { writeMasked<Vector16>(to, from, mask); }

#if defined(__x86_64__)
[[gnu::target("avx2")]] void writeAvx2(std::byte* to, const std::byte* from, const Mask& mask) {
    writeMasked<Vector32>(to, from, mask);
}
#endif

using Write = void (*)(std::byte*, const std::byte*, const Mask&);

Write chooseWrite() {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2")) return writeAvx2;
#endif
    return writeBaseline;
}

/// x^0 + x^512 + x^1024 + …, a term for each time that a mask is in a sector.
constexpr uint32_t repetitions = [] {
    uint32_t sum = 0;
    for (size_t at = 0; at < sectorBytes; at += sizeof(Mask)) sum ^= crcTables::powerOfBytes<crc32cPolynomial>(at);
    return sum;
}();
constexpr crcTables::ByteTables<4> overRepetitions = crcTables::timesFactor<crc32cPolynomial>(repetitions);
constexpr crcTables::ByteTables<4> overSector = crcTables::overZeros<crc32cPolynomial>(sectorBytes);

}  // namespace

struct SectorContent::Base {
    alignas(64) std::byte data[baseSectors][sectorBytes];
    /// Of each; together with the checksum of a mask of zeros, which each mask adds as well, so that both are gone.
    uint32_t checksums[baseSectors];
};

SectorContent::SectorContent(uint64_t seed) {
    auto base = std::make_shared<Base>();
    DataPattern(seed).fill(base->data[0], sizeof(base->data));
    const Mask zeros{};
    const uint32_t ofZeros = crc32c(reinterpret_cast<const std::byte*>(zeros.data()), sizeof(zeros));
    for (size_t sector = 0; sector < baseSectors; ++sector)
        base->checksums[sector] = crc32c(base->data[sector], sectorBytes) ^ crcTables::lookUp(overRepetitions, ofZeros);
    base_ = std::move(base);
}

uint32_t SectorContent::fill(uint64_t key, std::byte* data, size_t count) const {
    static const Write write = chooseWrite();
    uint32_t checksum = 0;
    for (size_t sector = 0; sector < count; ++sector, ++key, data += sectorBytes) {
        const Mask mask = maskOf(key);
        const uint32_t ofMask = crc32c(reinterpret_cast<const std::byte*>(mask.data()), sizeof(mask));
        write(data, base_->data[key % baseSectors], mask);
        checksum = crcTables::lookUp(overSector, checksum) ^ crcTables::lookUp(overRepetitions, ofMask) ^
                   base_->checksums[key % baseSectors];
    }
    return checksum;
}

}  // namespace ioproof
