// Checksums of 32 bits without an instruction, and their tables, which the compiler computes: eight bytes at a time,
// and moving a checksum over zeros.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

/// A polynomial has its bits in reverse: bit 31 is the coefficient of x^0.
namespace ioproof::crcTables {

static_assert(std::endian::native == std::endian::little, "words are read as the low byte first");

/// Product of two polynomials modulo the polynomial.
template <uint32_t polynomial>
constexpr uint32_t multiply(uint32_t a, uint32_t b) {
    uint32_t product = 0;
    for (int bit = 0; bit < 32; ++bit) {
        // Without a branch, which would be guessed wrong half of the time.
        product ^= b & (0 - (a >> 31));
        b = (b >> 1) ^ (polynomial & (0 - (b & 1)));
        a <<= 1;
    }
    return product;
}

/// x^(8 bytes) modulo the polynomial, by squaring.
template <uint32_t polynomial>
constexpr uint32_t powerOfBytes(size_t bytes) {
    uint32_t power = 0x80000000u;
    uint32_t square = 0x00800000u;  // x^8
    for (; bytes != 0; bytes >>= 1) {
        if ((bytes & 1) != 0) power = multiply<polynomial>(power, square);
        square = multiply<polynomial>(square, square);
    }
    return power;
}

template <size_t count>
using ByteTables = std::array<std::array<uint32_t, 256>, count>;

/// Slicing by eight (Kounavis, Berry 2005): table k gives what a byte adds that k more bytes follow.
template <uint32_t polynomial>
constexpr ByteTables<8> slicing() {
    ByteTables<8> tables{};
    for (size_t following = 0; following < 8; ++following) {
        const uint32_t power = powerOfBytes<polynomial>(following + 1);
        for (uint32_t byte = 0; byte < 256; ++byte) tables[following][byte] = multiply<polynomial>(power, byte);
    }
    return tables;
}

/// The checksum register times a factor, by its four bytes.
template <uint32_t polynomial>
constexpr ByteTables<4> timesFactor(uint32_t factor) {
    ByteTables<4> tables{};
    for (uint32_t byte = 0; byte < 256; ++byte)
        for (uint32_t position = 0; position < 4; ++position)
            tables[position][byte] = multiply<polynomial>(factor, byte << (8 * position));
    return tables;
}

/// The checksum register after this many zero bytes: what joins the streams of a checksum computed in several at once
/// (Gopal et al. 2011, "Fast CRC computation for iSCSI polynomial using CRC32 instruction").
template <uint32_t polynomial>
constexpr ByteTables<4> overZeros(size_t bytes) {
    return timesFactor<polynomial>(powerOfBytes<polynomial>(bytes));
}

/// What tables of timesFactor() or overZeros() make of a register.
constexpr uint32_t lookUp(const ByteTables<4>& tables, uint64_t value) {
    return tables[0][value & 0xff] ^ tables[1][(value >> 8) & 0xff] ^ tables[2][(value >> 16) & 0xff] ^
           tables[3][value >> 24];
}

inline uint64_t wordAt(const std::byte* data) {
    uint64_t word;
    std::memcpy(&word, data, sizeof(word));
    return word;
}

/// The register, not its complement, after these bytes; `tables` are those of slicing().
inline uint32_t addSliced(const ByteTables<8>& tables, uint32_t crc, const std::byte* data, size_t length) {
    for (; length >= 8; length -= 8, data += 8) {
        const uint64_t word = wordAt(data) ^ crc;
        crc = 0;
        for (unsigned byte = 0; byte < 8; ++byte) crc ^= tables[7 - byte][(word >> (8 * byte)) & 0xff];
    }
    for (; length > 0; --length, ++data) crc = (crc >> 8) ^ tables[0][(crc ^ static_cast<uint32_t>(*data)) & 0xff];
    return crc;
}

}  // namespace ioproof::crcTables
