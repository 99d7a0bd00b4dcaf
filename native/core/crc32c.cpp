// Three streams of the processor's CRC instruction, or slicing by eight; chosen once at run time.
#include "core/crc32c.h"

#include <array>

#include "core/crc_tables.h"

#if defined(__x86_64__)
#include <nmmintrin.h>
#elif defined(__aarch64__)
#include <arm_acle.h>
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif

namespace ioproof {
namespace {

using crcTables::wordAt;

constexpr uint32_t polynomial = crc32cPolynomial;
constexpr crcTables::ByteTables<8> slices = crcTables::slicing<polynomial>();

uint32_t runPortable(const std::byte* data, size_t length, uint32_t before) {
    return ~crcTables::addSliced(slices, ~before, data, length);
}

#if defined(__x86_64__) || defined(__aarch64__)
#if defined(__x86_64__)

#define IOPROOF_CRC_TARGET gnu::target("sse4.2")
constexpr const char* instructionName = "sse4.2";

bool hasInstruction() {
    __builtin_cpu_init();
    return __builtin_cpu_supports("sse4.2");
}

[[IOPROOF_CRC_TARGET]] inline uint64_t addWord(uint64_t crc, uint64_t word) { return _mm_crc32_u64(crc, word); }
[[IOPROOF_CRC_TARGET]] inline uint64_t addByte(uint64_t crc, std::byte byte) {
    return _mm_crc32_u8(static_cast<uint32_t>(crc), static_cast<uint8_t>(byte));
}

#else

#define IOPROOF_CRC_TARGET gnu::target("+crc")
constexpr const char* instructionName = "armv8";

bool hasInstruction() { return (getauxval(AT_HWCAP) & HWCAP_CRC32) != 0; }

[[IOPROOF_CRC_TARGET]] inline uint64_t addWord(uint64_t crc, uint64_t word) {
    return __crc32cd(static_cast<uint32_t>(crc), word);
}
[[IOPROOF_CRC_TARGET]] inline uint64_t addByte(uint64_t crc, std::byte byte) {
    return __crc32cb(static_cast<uint32_t>(crc), static_cast<uint8_t>(byte));
}

#endif

/// The instruction takes three cycles but can begin each cycle: three streams of `stride` bytes side by side, joined by
/// moving the first two over the zeros that the later ones stand for.
template <size_t stride>
[[IOPROOF_CRC_TARGET]] inline uint64_t addStreams(uint64_t crc, const std::byte*& data, size_t& length) {
    static constexpr crcTables::ByteTables<4> zeros = crcTables::overZeros<polynomial>(stride);
    const auto moved = [](uint64_t value) { return crcTables::lookUp(zeros, value); };
    for (; length >= 3 * stride; length -= 3 * stride, data += 3 * stride) {
        uint64_t second = 0, third = 0;
        for (size_t at = 0; at < stride; at += 8) {
            crc = addWord(crc, wordAt(data + at));
            second = addWord(second, wordAt(data + stride + at));
            third = addWord(third, wordAt(data + 2 * stride + at));
        }
        crc = moved(moved(crc) ^ second) ^ third;
    }
    return crc;
}

[[IOPROOF_CRC_TARGET]] uint32_t runInstruction(const std::byte* data, size_t length, uint32_t before) {
    uint64_t crc = ~before;
    // Nearly all of a stamped sector of 4096 bytes and of one of 512.
    crc = addStreams<1360>(crc, data, length);
    crc = addStreams<168>(crc, data, length);
    for (; length >= 8; length -= 8, data += 8) crc = addWord(crc, wordAt(data));
    for (; length > 0; --length, ++data) crc = addByte(crc, *data);
    return ~static_cast<uint32_t>(crc);
}

constexpr Crc32cPath paths[] = {{instructionName, runInstruction}, {"portable", runPortable}};
#else
constexpr Crc32cPath paths[] = {{"portable", runPortable}};
bool hasInstruction() { return false; }
#endif

constexpr unsigned digitBits = 4;
constexpr size_t digitValues = size_t{1} << digitBits;

/// Over as many zero bytes as a digit of their number stands for, the lowest digit first.
constexpr std::array<std::array<uint32_t, digitValues>, 64 / digitBits> zerosByDigit = [] {
    std::array<std::array<uint32_t, digitValues>, 64 / digitBits> powers{};
    uint32_t one = crcTables::powerOfBytes<polynomial>(1);
    for (auto& digit : powers) {
        digit[0] = crcTables::powerOfBytes<polynomial>(0);
        for (size_t value = 1; value < digitValues; ++value)
            digit[value] = crcTables::multiply<polynomial>(digit[value - 1], one);
        one = crcTables::multiply<polynomial>(digit[digitValues - 1], one);
    }
    return powers;
}();

}  // namespace

std::span<const Crc32cPath> crc32cPaths() {
    const std::span<const Crc32cPath> all(paths);
    return hasInstruction() ? all : all.last(1);
}

uint32_t crc32c(const std::byte* data, size_t length, uint32_t before) {
    static const auto run = crc32cPaths().front().run;
    return run(data, length, before);
}

/// The complements before and after cancel each other out, so that a checksum moves over zeros as its register does.
uint32_t crc32cJoined(uint32_t first, uint32_t second, uint64_t length) {
    for (size_t digit = 0; length != 0; ++digit, length >>= digitBits)
        if (const uint64_t value = length % digitValues; value != 0)
            first = crcTables::multiply<polynomial>(first, zerosByDigit[digit][value]);
    return first ^ second;
}

}  // namespace ioproof
