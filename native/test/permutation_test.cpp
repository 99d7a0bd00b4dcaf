// A permutation visits each index exactly once, at every size, in an order that its key decides.
#include "core/permutation.h"

#include <gtest/gtest.h>

#include <unordered_set>
#include <vector>

#include "core/random.h"

namespace ioproof {
namespace {

/// Images are below the size by ASSERT, so that as many different ones as indices are all of them.
void expectBijection(uint64_t size, uint64_t key) {
    const Permutation permutation(size, key);
    ASSERT_EQ(permutation.size(), size);
    std::vector<bool> seen(size);
    for (uint64_t index = 0; index < size; ++index) {
        const uint64_t image = permutation(index);
        ASSERT_LT(image, size) << "size " << size << " key " << key;
        ASSERT_FALSE(seen[image]) << "size " << size << " key " << key << " image " << image;
        seen[image] = true;
    }
}

TEST(Permutation, IsABijectionForEverySizeUpTo2000) {
    for (uint64_t size = 1; size <= 2000; ++size) expectBijection(size, mix64(size));
}

TEST(Permutation, IsABijectionForManyKeys) {
    for (uint64_t key = 0; key < 200; ++key) expectBijection(1000, key);
}

TEST(Permutation, IsABijectionForLargeSizes) {
    for (const uint64_t size : {65'535u, 65'536u, 65'537u, 1'000'003u, 10'000'000u}) expectBijection(size, 42);
}

TEST(Permutation, StaysInRangeWithoutRepeatsAtTwoToTheFortieth) {
    for (const uint64_t size : {uint64_t{1} << 40, (uint64_t{1} << 40) + 1, uint64_t{1} << 62}) {
        const Permutation permutation(size, 5);
        std::unordered_set<uint64_t> seen;
        for (uint64_t draw = 0; draw < 100'000; ++draw) {
            const uint64_t image = permutation(draw * (size / 100'000));
            ASSERT_LT(image, size);
            ASSERT_TRUE(seen.insert(image).second) << "index " << draw * (size / 100'000);
        }
    }
}

TEST(Permutation, OrdersDifferentlyForAnotherKey) {
    constexpr uint64_t size = 10'000;
    const Permutation first(size, 1), again(size, 1), second(size, 2);
    uint64_t same = 0;
    for (uint64_t index = 0; index < size; ++index) {
        ASSERT_EQ(first(index), again(index));
        same += first(index) == second(index);
    }
    // Two random orders agree in one place on average.
    EXPECT_LT(same, 20u);
}

TEST(Permutation, LeavesNoRunsForReadaheadToFind) {
    constexpr uint64_t size = 100'000;
    const Permutation permutation(size, 3);
    uint64_t neighbours = 0;
    for (uint64_t index = 1; index < size; ++index) neighbours += permutation(index) == permutation(index - 1) + 1;
    EXPECT_LT(neighbours, 20u);
}

}  // namespace
}  // namespace ioproof
