// The checksum against the values that its author publishes.
#include "core/lookup3.h"

#include <gtest/gtest.h>

#include <string_view>

namespace ioproof {
namespace {

uint32_t of(std::string_view text, uint32_t start = 0) {
    return lookup3(reinterpret_cast<const std::byte*>(text.data()), text.size(), start);
}

TEST(Lookup3, GivesThePublishedValues) {
    EXPECT_EQ(of(""), 0xdeadbeefu);
    EXPECT_EQ(of("", 0xdeadbeef), 0xbd5b7ddeu);
    EXPECT_EQ(of("Four score and seven years ago"), 0x17770551u);
    EXPECT_EQ(of("Four score and seven years ago", 1), 0xcd628161u);
}

}  // namespace
}  // namespace ioproof
