-- A Neovim that a person could sit at: a child process takes keys, this one looks at what came of
-- them. Run by tests/editors/main.rs.

local M = {}

M.repository = assert(vim.env.WIKILINKS_REPOSITORY)
M.vault = assert(vim.uv.fs_realpath('.')) .. '/vault'

---How long anything may take, on the slowest machine, in milliseconds.
local PATIENCE = 30000

---@param path string
---@param lines string[]
function M.write(path, lines)
  vim.fn.mkdir(vim.fs.dirname(M.vault .. '/' .. path), 'p')
  vim.fn.writefile(lines, M.vault .. '/' .. path)
end

---@param path string
---@return string? text Without the last line's end.
function M.on_disk(path)
  path = M.vault .. '/' .. path
  return vim.uv.fs_stat(path) and table.concat(vim.fn.readfile(path), '\n') or nil
end

---The first block of Lua below a heading of editors/neovim/README.md: what is tested is what is
---promised there.
---@param heading string
---@return string
function M.of_the_readme(heading)
  local page = table.concat(vim.fn.readfile(M.repository .. '/editors/neovim/README.md'), '\n')
  local _, from = page:find('# ' .. heading .. '\n', 1, true)
  local block = assert(from, 'no heading ' .. heading) and page:match('```lua\n(.-)```', from)
  return (assert(block, 'no Lua below ' .. heading))
end

---Makes a vault of these files, and starts a Neovim in it that finds the program on its PATH and
---has this set-up.
---@param init string The text of init.lua.
---@param files table<string, string[]>
function M.start(init, files)
  vim.fn.mkdir(M.vault .. '/.obsidian', 'p')
  for path, lines in pairs(files) do
    M.write(path, lines)
  end
  local config = vim.env.XDG_CONFIG_HOME .. '/nvim'
  vim.fn.mkdir(config, 'p')
  vim.fn.writefile(vim.split(init, '\n'), config .. '/init.lua')
  local path = vim.fs.dirname(vim.env.WIKILINKS_BINARY) .. ':' .. vim.env.PATH
  local command = { vim.env.NVIM, '--embed', '--headless', '-n', 'inbox.md' }
  M.child = vim.fn.jobstart(command, { rpc = true, cwd = M.vault, env = { PATH = path } })
  assert(M.child > 0, 'the child does not start')
end

---Runs Lua in the child.
---@param code string
function M.lua(code, ...)
  return vim.rpcrequest(M.child, 'nvim_exec_lua', code, { ... })
end

---@param text string
function M.keys(text)
  vim.rpcrequest(M.child, 'nvim_input', text)
end

---@param message string
function M.fail(message)
  local say = function(what, text)
    io.stderr:write(what, ': ', text, '\n')
  end
  say('FAILED', message)
  say('messages', M.lua('return vim.fn.execute("messages")'))
  say('buffer', table.concat(M.lua('return vim.api.nvim_buf_get_lines(0, 0, -1, false)'), '\n'))
  local log = M.lua('return vim.lsp.get_log_path()')
  if vim.uv.fs_stat(log) then
    say('log', table.concat(vim.fn.readfile(log), '\n'))
  end
  os.exit(1)
end

---Waits until `code` returns something true in the child, and gives it back.
---@param what string
---@param code string
function M.wait(what, code, ...)
  local arguments, answer = { ... }, nil
  local function looked()
    answer = M.lua(code, unpack(arguments))
    return answer ~= nil and answer ~= vim.NIL and answer ~= false
  end
  if not vim.wait(PATIENCE, looked, 20) then
    M.fail(what)
  end
  return answer
end

---@param step string
function M.ok(step)
  io.stdout:write('ok: ', step, '\n')
end

---@param what string
---@param found any
---@param expected any
function M.same(what, found, expected)
  if not vim.deep_equal(found, expected) then
    M.fail(what .. ' is\n' .. vim.inspect(found) .. '\nand not\n' .. vim.inspect(expected))
  end
end

---@param number integer
function M.line(number)
  return M.lua('return vim.api.nvim_buf_get_lines(0, ...)[1]', number - 1, number, false)
end

---Waits until the server has the buffer, with the vault as its root.
function M.attached()
  M.wait(
    'the server attaches',
    [[
    local client = vim.lsp.get_clients({ bufnr = 0, name = 'wikilinks' })[1]
    return client and client.initialized and client.root_dir == ...
  ]],
    M.vault
  )
end

---Ends the child; the server ends with it.
function M.quit()
  vim.rpcnotify(M.child, 'nvim_command', 'qall!')
  if vim.fn.jobwait({ M.child }, PATIENCE)[1] ~= 0 then
    io.stderr:write('FAILED: Neovim does not end\n')
    os.exit(1)
  end
  os.exit(0)
end

return M
