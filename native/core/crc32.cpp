// Folding by carry-less multiplication, the instruction of ARMv8, or slicing by eight; chosen once at run time.
#include "core/crc32.h"

#include "core/crc_tables.h"

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_acle.h>
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif

namespace ioproof {
namespace {

using crcTables::wordAt;

constexpr uint32_t polynomial = 0xedb88320u;  // 04C11DB7h of IEEE 802.3, its bits in reverse
constexpr crcTables::ByteTables<8> slices = crcTables::slicing<polynomial>();

uint32_t addPortable(uint32_t crc, const std::byte* data, size_t length) {
    return crcTables::addSliced(slices, crc, data, length);
}

uint32_t runPortable(const std::byte* data, size_t length, uint32_t before) {
    return ~addPortable(~before, data, length);
}

#if defined(__x86_64__)

#define IOPROOF_FOLD_TARGET gnu::target("pclmul,sse4.1")

bool hasInstruction() {
    __builtin_cpu_init();
    return __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1");
}

[[IOPROOF_FOLD_TARGET]] inline __m128i fold(__m128i value, __m128i by, __m128i next) {
    const __m128i low = _mm_clmulepi64_si128(value, by, 0x00);
    const __m128i high = _mm_clmulepi64_si128(value, by, 0x11);
    return _mm_xor_si128(_mm_xor_si128(low, high), next);
}

[[IOPROOF_FOLD_TARGET]] inline __m128i load(const std::byte* data, size_t at) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(data + at));
}

/// Gopal et al., "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ" (Intel, 2009), whose constants these
/// are for the reflected polynomial. At least 64 bytes, and a multiple of 16.
[[IOPROOF_FOLD_TARGET]] uint32_t addFolded(uint32_t crc, const std::byte* data, size_t length) {
    __m128i first = _mm_xor_si128(load(data, 0), _mm_cvtsi32_si128(static_cast<int>(crc)));
    __m128i second = load(data, 16), third = load(data, 32), fourth = load(data, 48);
    const __m128i by64 = _mm_set_epi64x(0x01c6e41596, 0x0154442bd4);
    for (data += 64, length -= 64; length >= 64; data += 64, length -= 64) {
        first = fold(first, by64, load(data, 0));
        second = fold(second, by64, load(data, 16));
        third = fold(third, by64, load(data, 32));
        fourth = fold(fourth, by64, load(data, 48));
    }
    const __m128i by16 = _mm_set_epi64x(0x00ccaa009e, 0x01751997d0);
    __m128i value = fold(fold(fold(first, by16, second), by16, third), by16, fourth);
    for (; length >= 16; data += 16, length -= 16) value = fold(value, by16, load(data, 0));

    const __m128i low32 = _mm_set_epi32(0, -1, 0, -1);
    value = _mm_xor_si128(_mm_srli_si128(value, 8), _mm_clmulepi64_si128(value, by16, 0x10));
    const __m128i to64 = _mm_set_epi64x(0, 0x0163cd6124);
    value = _mm_xor_si128(_mm_srli_si128(value, 4), _mm_clmulepi64_si128(_mm_and_si128(value, low32), to64, 0x00));
    // Barrett reduction to 32 bits.
    const __m128i reduce = _mm_set_epi64x(0x01f7011641, 0x01db710641);
    __m128i rest = _mm_clmulepi64_si128(_mm_and_si128(value, low32), reduce, 0x10);
    rest = _mm_clmulepi64_si128(_mm_and_si128(rest, low32), reduce, 0x00);
    return static_cast<uint32_t>(_mm_extract_epi32(_mm_xor_si128(value, rest), 1));
}

uint32_t runFolded(const std::byte* data, size_t length, uint32_t before) {
    uint32_t crc = ~before;
    if (const size_t whole = length & ~size_t{15}; whole >= 64) {
        crc = addFolded(crc, data, whole);
        data += whole;
        length -= whole;
    }
    return ~addPortable(crc, data, length);
}

constexpr Crc32Path paths[] = {{"pclmul", runFolded}, {"portable", runPortable}};

#elif defined(__aarch64__)

bool hasInstruction() { return (getauxval(AT_HWCAP) & HWCAP_CRC32) != 0; }

[[gnu::target("+crc")]] uint32_t runInstruction(const std::byte* data, size_t length, uint32_t before) {
    uint32_t crc = ~before;
    for (; length >= 8; length -= 8, data += 8) crc = __crc32d(crc, wordAt(data));
    for (; length > 0; --length, ++data) crc = __crc32b(crc, static_cast<uint8_t>(*data));
    return ~crc;
}

constexpr Crc32Path paths[] = {{"armv8", runInstruction}, {"portable", runPortable}};

#else

constexpr Crc32Path paths[] = {{"portable", runPortable}};
bool hasInstruction() { return false; }

#endif

}  // namespace

std::span<const Crc32Path> crc32Paths() {
    const std::span<const Crc32Path> all(paths);
    return hasInstruction() ? all : all.last(1);
}

uint32_t crc32(const std::byte* data, size_t length, uint32_t before) {
    static const auto run = crc32Paths().front().run;
    return run(data, length, before);
}

/// Four bytes go into the register as one word, so the word is what lies between the register and the one that four
/// steps back from the wanted one would be. The high byte of a table's entry tells which one a step has used.
uint32_t crc32Patch(uint32_t before, uint32_t wanted) {
    uint32_t back = ~wanted;
    for (int step = 0; step < 4; ++step) {
        uint32_t byte = 0;
        while ((slices[0][byte] >> 24) != (back >> 24)) ++byte;
        back = ((back ^ slices[0][byte]) << 8) | byte;
    }
    return back ^ ~before;
}

}  // namespace ioproof
