// What tests put into the memory of a GPU and find there, through the buffer of a chain.
#pragma once

#include <algorithm>
#include <cstddef>

#include "engines/engine.h"
#include "test/file_content.h"

namespace ioproof {

/// Puts bytes into the memory of the GPU and others into the buffer of the host.
inline void giveToGpu(Engine& engine, const Chain& chain, const Bytes& content) {
    std::byte* const buffer = chain.operations[0].data;
    std::copy(content.begin(), content.end(), buffer);
    engine.upload(chain, content.size());
    std::fill_n(buffer, content.size(), std::byte{0x3c});
}

/// What the GPU has of the chain's buffer, whatever was in that of the host.
inline Bytes bytesOnGpu(Engine& engine, const Chain& chain, size_t bytes) {
    std::byte* const buffer = chain.operations[0].data;
    std::fill_n(buffer, bytes, std::byte{0xee});
    engine.download(chain, bytes);
    return {buffer, buffer + bytes};
}

}  // namespace ioproof
