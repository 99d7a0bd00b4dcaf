// Tables of CRC32C, computed by the compiler: eight bytes at a time, and moving a checksum over zeros.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace ioproof::crc32cTables {

/// Polynomial 1EDC6F41h with its bits in reverse: bit 31 is the coefficient of x^0.
inline constexpr uint32_t polynomial = 0x82f63b78u;

/// Product of two polynomials modulo the polynomial.
constexpr uint32_t multiply(uint32_t a, uint32_t b) {
    uint32_t product = 0;
    for (; a != 0; a <<= 1) {
        if ((a & 0x80000000u) != 0) product ^= b;
        b = (b >> 1) ^ ((b & 1) != 0 ? polynomial : 0);
    }
    return product;
}

/// x^(8 bytes) modulo the polynomial, by squaring.
constexpr uint32_t powerOfBytes(size_t bytes) {
    uint32_t power = 0x80000000u;
    uint32_t square = 0x00800000u;  // x^8
    for (; bytes != 0; bytes >>= 1) {
        if ((bytes & 1) != 0) power = multiply(power, square);
        square = multiply(square, square);
    }
    return power;
}

template <size_t count>
using ByteTables = std::array<std::array<uint32_t, 256>, count>;

/// Slicing by eight (Kounavis, Berry 2005): table k gives what a byte adds that k more bytes follow.
constexpr ByteTables<8> slicing() {
    ByteTables<8> tables{};
    for (size_t following = 0; following < 8; ++following) {
        const uint32_t power = powerOfBytes(following + 1);
        for (uint32_t byte = 0; byte < 256; ++byte) tables[following][byte] = multiply(power, byte);
    }
    return tables;
}

/// The checksum register after this many zero bytes, by its four bytes: what joins the streams of a checksum computed
/// in several at once (Gopal et al. 2011, "Fast CRC computation for iSCSI polynomial using CRC32 instruction").
constexpr ByteTables<4> overZeros(size_t bytes) {
    const uint32_t power = powerOfBytes(bytes);
    ByteTables<4> tables{};
    for (uint32_t byte = 0; byte < 256; ++byte)
        for (uint32_t position = 0; position < 4; ++position)
            tables[position][byte] = multiply(power, byte << (8 * position));
    return tables;
}

}  // namespace ioproof::crc32cTables
