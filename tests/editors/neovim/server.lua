-- The server in Neovim without the plugin: vim.lsp.config and vim.lsp.enable alone.

local test = dofile(vim.env.WIKILINKS_REPOSITORY .. '/tests/editors/neovim/driver.lua')
local lua, keys, wait, ok, line, fail = test.lua, test.keys, test.wait, test.ok, test.line, test.fail
local vault = test.vault

local lsp = vim.env.XDG_CONFIG_HOME .. '/nvim/lsp'
vim.fn.mkdir(lsp, 'p')
assert(vim.uv.fs_copyfile(test.repository .. '/editors/neovim/lsp/wikilinks.lua', lsp .. '/wikilinks.lua'))
test.start(test.of_the_readme('Without the plugin'), {
  ['alpha-note.md'] = { '# Alpha', '', 'The first letter.', '', '## Second', '', 'And after it.' },
  ['beta-note.md'] = { '# Beta', '', 'Comes after [[alpha-note]].' },
  ['sub/gamma-note.md'] = { '# Gamma', '', 'See [the first](../alpha-note.md#second) and [[alpha-note|α]].' },
  ['inbox.md'] = { '# Inbox', '', 'A near miss: [[alpha-not]].', '', 'Read [[alpha-note#Second]] again.' },
})

test.attached()
ok('attached')

-- A problem is shown, and goes when the quick fix is taken.
local message = wait('a diagnostic appears', 'local d = vim.diagnostic.get(0); return #d == 1 and d[1].message')
if not message:find('alpha%-not') then
  fail('the diagnostic says ' .. message)
end
lua('vim.api.nvim_win_set_cursor(0, { 3, 17 })')
keys('gra')
wait('Neovim asks which fix to make', 'return vim.api.nvim_get_mode().mode == "c"')
keys('1<CR>')
wait('the fix is made', 'return vim.api.nvim_buf_get_lines(0, 2, 3, false)[1] == "A near miss: [[alpha-note]]."')
wait('the diagnostic goes', 'return #vim.diagnostic.get(0) == 0')
ok('diagnostics appear and go')

-- Proposals appear while a link is typed; the first is taken, and the link is closed.
keys('Gonew [[alp')
wait('the popup shows alpha-note', [[
  if vim.fn.pumvisible() == 0 then return false end
  local items = vim.fn.complete_info({ 'items' }).items
  return items[1] and items[1].abbr == 'alpha-note'
]])
keys('<C-n><C-y>')
wait('the proposal is accepted', 'return vim.fn.pumvisible() == 0 and vim.api.nvim_get_current_line():find("]]", 1, true)')
keys('<Esc>')
wait('insert mode ends', 'return vim.api.nvim_get_mode().mode == "n"')
if line(6) ~= 'new [[alpha-note]]' then
  fail('the accepted line is ' .. line(6))
end
ok('completion accepted')

-- gd jumps to the heading that is linked.
lua('vim.api.nvim_win_set_cursor(0, { 5, 8 })')
keys('gd')
wait(
  'gd jumps',
  'return vim.api.nvim_buf_get_name(0) == ... and vim.api.nvim_win_get_cursor(0)[1] == 5',
  vault .. '/alpha-note.md'
)
ok('definition')

-- K shows what is linked.
keys('<C-o>')
wait('back again', 'return vim.api.nvim_buf_get_name(0) == ...', vault .. '/inbox.md')
lua('vim.api.nvim_win_set_cursor(0, { 6, 8 })')
keys('K')
wait('the hover shows the paragraph', [[
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      local lines = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false)
      return table.concat(lines, '\n'):find('The first letter.', 1, true) ~= nil
    end
  end
]])
ok('hover')

-- grr lists what links to it, and the note itself.
keys('<Esc>')
lua('vim.api.nvim_win_set_cursor(0, { 6, 8 })')
keys('grr')
wait('the list of references', 'return #vim.fn.getqflist() > 0')
test.same('the notes that link', lua([[
  local names = {}
  for _, item in ipairs(vim.fn.getqflist()) do
    table.insert(names, vim.fs.basename(vim.api.nvim_buf_get_name(item.bufnr)) .. ':' .. item.lnum)
  end
  vim.cmd.cclose()
  table.sort(names)
  return names
]]), { 'alpha-note.md:1', 'beta-note.md:3', 'gamma-note.md:3', 'gamma-note.md:3', 'inbox.md:3', 'inbox.md:5', 'inbox.md:6' })
ok('references')

-- A lens says how many links lead to the note, and lists them.
lua('vim.cmd.edit("alpha-note.md"); vim.api.nvim_win_set_cursor(0, { 1, 0 })')
test.attached()
wait('there are lenses', [[
  vim.lsp.codelens.refresh({ bufnr = 0 })
  return #vim.lsp.codelens.get(0) == 2
]])
test.same('the lenses', lua([[
  return vim.tbl_map(function(lens)
    return lens.range.start.line .. ' ' .. lens.command.title
  end, vim.lsp.codelens.get(0))
]]), { '0 6 backlinks', '4 2 backlinks' })
lua('vim.lsp.codelens.run()')
wait('the list of the lens', 'return vim.fn.getqflist({ title = 0 }).title == "6 backlinks"')
local listed = [[
  local places = {}
  for _, item in ipairs(vim.fn.getqflist()) do
    table.insert(places, vim.fs.basename(vim.api.nvim_buf_get_name(item.bufnr)) .. ':' .. item.lnum)
  end
  vim.cmd.cclose()
  return places
]]
test.same('what the lens counts', lua(listed), {
  'beta-note.md:3', 'inbox.md:3', 'inbox.md:5', 'inbox.md:6', 'gamma-note.md:3', 'gamma-note.md:3',
})
ok('code lens')

-- The links step by step, the outline, and colours.
lua('vim.lsp.buf.incoming_calls()')
wait('the list of the calls', 'return vim.fn.getqflist({ title = 0 }).title == "LSP call hierarchy"')
test.same('the incoming calls', lua(listed), {
  'beta-note.md:3', 'inbox.md:3', 'inbox.md:5', 'inbox.md:6', 'gamma-note.md:3', 'gamma-note.md:3',
})
lua('vim.lsp.buf.document_symbol()')
wait('the outline', 'return vim.fn.getloclist(0)[1] ~= nil')
test.same('the outline', lua([[
  local names = vim.tbl_map(function(item) return item.text end, vim.fn.getloclist(0))
  vim.cmd.lclose()
  return names
]]), { '[String] Alpha', '[String] Second' })
lua('vim.cmd.edit("beta-note.md")')
test.attached()
local token = wait('a link has its colour', 'return vim.lsp.semantic_tokens.get_at_pos(0, 2, 14)[1]')
test.same('the colour of a link', token.type, 'function')
lua('vim.cmd.edit("inbox.md")')
ok('calls, outline, colours')

-- Symbols of the vault, folds, the same target, hints; and another way to write a link.
lua('vim.lsp.buf.workspace_symbol("secon")')
wait('the symbols', 'return (vim.fn.getqflist()[1] or {}).text == "[String] Second"')
test.same('the symbols', lua(listed), { 'alpha-note.md:5' })
lua('vim.cmd.edit("alpha-note.md"); vim.wo.foldmethod = "expr"; vim.wo.foldexpr = "v:lua.vim.lsp.foldexpr()"')
test.attached()
wait('sections fold', 'return vim.fn.foldlevel(7) == 2 and vim.fn.foldlevel(3) == 1')
lua('vim.wo.foldmethod = "manual"; vim.cmd.edit("inbox.md"); vim.api.nvim_win_set_cursor(0, { 6, 8 })')
test.attached()
lua('vim.lsp.buf.document_highlight()')
test.same('the same target', wait('there are highlights', [[
  local rows = {}
  for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(0, -1, 0, -1, { details = true })) do
    if (mark[4].hl_group or ''):find('^LspReference') then table.insert(rows, mark[2]) end
  end
  return #rows > 0 and rows
]]), { 2, 5 })
lua([[
  vim.lsp.buf.clear_references()
  local client = vim.lsp.get_clients({ bufnr = 0, name = 'wikilinks' })[1]
  client.settings = { wikilinks = { hints = { mentions = true } } }
  client:notify('workspace/didChangeConfiguration', { settings = client.settings })
  vim.api.nvim_buf_set_lines(0, 3, 4, false, { 'So says beta-note.' })
  vim.lsp.inlay_hint.enable(true)
]])
test.same('the hint', wait('there is a hint', [[
  local hint = vim.lsp.inlay_hint.get({ bufnr = 0 })[1]
  return hint and { hint.inlay_hint.position.line, hint.inlay_hint.label }
]]), { 3, '[[beta-note]]' })
lua([[
  vim.lsp.inlay_hint.enable(false)
  vim.cmd('silent undo')
  vim.api.nvim_win_set_cursor(0, { 5, 8 })
  vim.lsp.buf.code_action({ apply = true, filter = function(action)
    return action.title == 'Write the link as a Markdown link'
  end })
]])
wait('the link is a Markdown link', 'return vim.api.nvim_buf_get_lines(0, 4, 5, false)[1] == "Read [alpha-note > Second](alpha-note.md#Second) again."')
lua('vim.cmd("silent undo")')
ok('symbols, folds, highlights, hints, another way to write a link')

-- A rename changes the file's name, and every link, whichever way it is written.
lua('vim.api.nvim_win_set_cursor(0, { 6, 8 }); vim.lsp.buf.rename("first letter")')
wait('the rename is made', 'return vim.api.nvim_buf_get_lines(0, 5, 6, false)[1] == "new [[first letter]]"')
lua('vim.cmd.wall()')
if vim.uv.fs_stat(vault .. '/alpha-note.md') or not vim.uv.fs_stat(vault .. '/first letter.md') then
  fail('the file is not renamed')
end
local expected = {
  ['beta-note.md'] = '# Beta\n\nComes after [[first letter]].',
  ['sub/gamma-note.md'] = '# Gamma\n\nSee [the first](../first%20letter.md#second) and [[first letter|α]].',
  ['inbox.md'] = '# Inbox\n\nA near miss: [[first letter]].\n\nRead [[first letter#Second]] again.\n'
    .. 'new [[first letter]]',
  ['first letter.md'] = '# Alpha\n\nThe first letter.\n\n## Second\n\nAnd after it.',
}
for file, text in pairs(expected) do
  test.same(file, test.on_disk(file), text)
end
ok('rename')

-- The server ends with its editor.
local server = lua('return vim.lsp.get_clients({ name = "wikilinks" })[1].rpc.is_closing()')
assert(server == false)
test.quit()
