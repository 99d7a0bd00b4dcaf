// Samples as tf.train.Example in TFRecord files: how many bytes, and which bytes are around the image.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/sample_content.h"
#include "core/sample_formats.h"

namespace ioproof {

/// What a record tells beside its image. DLIO writes the side of the square that the nominal record makes, for every
/// file of a data set the same.
uint64_t exampleSizeFeature(double recordLength);

/// Bytes of a record with an image of `imageBytes`: the features `image` and `size` as protocol buffers have them, and
/// TFRecord's frame.
uint64_t exampleRecordBytes(uint64_t imageBytes, uint64_t sizeFeature);

/// Appends what comes before the image: length, its checksum, and the message up to the image.
void appendExampleHead(std::vector<std::byte>& out, uint64_t imageBytes, uint64_t sizeFeature);
/// Appends the rest of the message, without the checksum behind it.
void appendExampleTail(std::vector<std::byte>& out, uint64_t sizeFeature);

std::shared_ptr<const SampleFormat> makeTfrecordFormat(const SampleFileSpec& spec);
std::unique_ptr<SampleContent> makeTfrecordContent(std::shared_ptr<const SampleFiles> files, uint64_t seed);

}  // namespace ioproof
