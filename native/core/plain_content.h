// Content of the containers of plain_formats.cpp.
#pragma once

#include <cstdint>
#include <memory>

#include "core/sample_content.h"

namespace ioproof {

std::unique_ptr<SampleContent> makeRawContent(std::shared_ptr<const SampleFiles> files, uint64_t seed);
/// Their companions, too.
std::unique_ptr<SampleContent> makeIndexedContent(std::shared_ptr<const SampleFiles> files, uint64_t seed);
std::unique_ptr<SampleContent> makeNpyContent(std::shared_ptr<const SampleFiles> files, uint64_t seed);
std::unique_ptr<SampleContent> makeNpzContent(std::shared_ptr<const SampleFiles> files, uint64_t seed);

}  // namespace ioproof
