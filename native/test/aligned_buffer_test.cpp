// Transfer memory is aligned, zeroed, whole, and says what it did not get.
#include "core/aligned_buffer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/io_error.h"

namespace ioproof {
namespace {

TEST(AlignedBuffer, IsPageAlignedAndWritableToItsLastByte) {
    for (const size_t bytes : {size_t{1}, size_t{4095}, size_t{4096}, size_t{4097}, size_t{1} << 22}) {
        const AlignedBuffer buffer(bytes, false, -1);
        EXPECT_EQ(reinterpret_cast<uintptr_t>(buffer.data()) % 4096, 0u);
        EXPECT_EQ(buffer.size(), bytes);
        EXPECT_EQ(buffer.refusal(), "");
        EXPECT_TRUE(std::all_of(buffer.data(), buffer.data() + bytes, [](std::byte b) { return b == std::byte{0}; }));
        std::memset(buffer.data(), 0x7e, bytes);
    }
}

TEST(AlignedBuffer, GivesMemoryEvenWhereHugePagesAreRefusedAndThenSaysWhy) {
    const AlignedBuffer buffer(size_t{3} << 20, true, -1);
    ASSERT_NE(buffer.data(), nullptr);
    std::memset(buffer.data(), 1, buffer.size());
    if (buffer.refusal().empty()) {
        EXPECT_EQ(reinterpret_cast<uintptr_t>(buffer.data()) % (size_t{2} << 20), 0u);
    } else {
        EXPECT_NE(buffer.refusal().find("MAP_HUGETLB: ENOMEM"), std::string::npos) << buffer.refusal();
    }
}

TEST(AlignedBuffer, BindsToTheFirstNode) {
    const AlignedBuffer buffer(8192, false, 0);
    std::memset(buffer.data(), 1, buffer.size());
    // A kernel without NUMA, or a seccomp filter, refuses; anything else would be a wrong call.
    if (buffer.refusal().find("ENOSYS") != std::string::npos || buffer.refusal().find("EPERM") != std::string::npos)
        GTEST_SKIP() << buffer.refusal();
    EXPECT_EQ(buffer.refusal(), "");
}

TEST(AlignedBuffer, SaysThatANodeDoesNotExist) {
    for (const int node : {63, 64, 1000}) {
        const AlignedBuffer buffer(4096, false, node);
        std::memset(buffer.data(), 1, buffer.size());
        EXPECT_NE(buffer.refusal().find(std::to_string(node)), std::string::npos) << buffer.refusal();
    }
}

TEST(AlignedBuffer, ThrowsWhenThereIsNoMemory) {
    try {
        const AlignedBuffer buffer(size_t{1} << 62, false, -1);
        FAIL() << "4 EiB were mapped";
    } catch (const JobError& error) {
        EXPECT_EQ(error.code(), "NO_MEMORY");
        EXPECT_NE(std::string(error.what()).find("ENOMEM"), std::string::npos) << error.what();
    }
}

TEST(AlignedBuffer, MovesItsMemory) {
    AlignedBuffer first(4096, false, -1);
    std::byte* const memory = first.data();
    AlignedBuffer second(std::move(first));
    EXPECT_EQ(second.data(), memory);
    AlignedBuffer third;
    third = std::move(second);
    EXPECT_EQ(third.data(), memory);
    EXPECT_EQ(third.size(), 4096u);
    std::memset(third.data(), 1, third.size());
}

}  // namespace
}  // namespace ioproof
