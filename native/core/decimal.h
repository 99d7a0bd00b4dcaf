// Numbers in paths, without snprintf, which would be a visible share of a small-file chain.
#pragma once

#include <cstdint>

namespace ioproof {

/// Decimal with at least `width` digits, filled up with zeros; returns the end, where nothing is written.
inline char* writeNumber(char* out, uint64_t value, int width) {
    char digits[20];
    int count = 0;
    do {
        digits[count++] = static_cast<char>('0' + value % 10);
        value /= 10;
    } while (value != 0);
    while (count < width) digits[count++] = '0';
    while (count > 0) *out++ = digits[--count];
    return out;
}

inline int digitsOf(uint64_t value) {
    int digits = 1;
    while (value >= 10) {
        value /= 10;
        ++digits;
    }
    return digits;
}

}  // namespace ioproof
