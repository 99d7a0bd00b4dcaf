// Records of tf.train.Example against bytes written out by hand.
#include "core/tfrecord_example.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "core/shard_format.h"

namespace ioproof {
namespace {

using namespace std::string_view_literals;

std::string textOf(const std::vector<std::byte>& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

TEST(Examples, AreTheMessagesThatProtocolBuffersMake) {
    std::vector<std::byte> head, tail;
    appendExampleHead(head, 3, 300);
    appendExampleTail(tail, 300);
    // Features; entry; key; Feature; BytesList; value.
    EXPECT_EQ(textOf(head).substr(tfrecordHeader), "\x0a\x22\x0a\x10\x0a\x05image\x12\x07\x0a\x05\x0a\x03"sv);
    // Entry; key; Feature; Int64List; value, packed: 300 is 0xac 0x02.
    EXPECT_EQ(textOf(tail), "\x0a\x0e\x0a\x04size\x12\x06\x1a\x04\x0a\x02\xac\x02"sv);
    EXPECT_EQ(exampleRecordBytes(3, 300), head.size() + 3 + tail.size() + tfrecordFooter);
}

TEST(Examples, OfEveryLengthHaveTheBytesThatAreTold) {
    for (const uint64_t image : {0u, 1u, 100u, 127u, 128u, 2500u, 16'383u, 16'384u, 114'244u, 2'828'486u, 1u << 31}) {
        std::vector<std::byte> head, tail;
        appendExampleHead(head, image, 1681);
        appendExampleTail(tail, 1681);
        EXPECT_EQ(exampleRecordBytes(image, 1681), head.size() + image + tail.size() + tfrecordFooter) << image;
        uint64_t told = 0;
        for (size_t at = 0; at < 8; ++at) told |= std::to_integer<uint64_t>(head[at]) << (8 * at);
        EXPECT_EQ(told, exampleRecordBytes(image, 1681) - tfrecordHeader - tfrecordFooter) << image;
    }
}

TEST(Examples, TellTheSideOfTheNominalSquare) {
    EXPECT_EQ(exampleSizeFeature(114660.07), 338u);
    EXPECT_EQ(exampleSizeFeature(2828486), 1681u);
}

}  // namespace
}  // namespace ioproof
