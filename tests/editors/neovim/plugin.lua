-- editors/neovim as a plugin: set-up in a line, :Wikilinks, :checkhealth and :help.

local test = dofile(vim.env.WIKILINKS_REPOSITORY .. '/tests/editors/neovim/driver.lua')
local lua, keys, wait, ok, same, vault = test.lua, test.keys, test.wait, test.ok, test.same, test.vault

local packages = vim.env.XDG_DATA_HOME .. '/nvim/site/pack/wikilinks/start'
vim.fn.mkdir(packages, 'p')
assert(vim.uv.fs_symlink(test.repository .. '/editors/neovim', packages .. '/wikilinks'))
test.start(test.of_the_readme('Neovim'), {
  ['alpha.md'] = { '# First', '', 'The first letter.', '', 'See [[beta]].' },
  ['beta.md'] = { '# Beta', '', 'After [[alpha]] comes [[beta]].' },
  ['inbox.md'] = { '# Inbox', '', 'Read [[alpha#First]], [[alhpa]] and [[nowhere]].', '', '' },
  ['quiet.md'] = { 'Quiet [[alpha]], and alpha in words.' },
  ['sub/open.md'] = { 'Mine: [[../alpha]].' },
})
test.attached()
ok('attached')

-- Proposals appear by themselves, and the buffer's own completeopt chooses none of them.
keys('G[[be')
lua('vim.api.nvim_input("<Esc>")')
wait('insert mode ends', 'return vim.api.nvim_get_mode().mode == "n"')
keys('Go[[bet')
wait('the popup shows beta', [[
  if vim.fn.pumvisible() == 0 then return false end
  local found = vim.fn.complete_info({ 'items', 'selected' })
  return found.selected == -1 and found.items[1] and found.items[1].abbr == 'beta'
]])
keys('<C-n><C-y>')
wait('the proposal is accepted', 'return vim.api.nvim_get_current_line() == "[[beta]]"')
keys('<Esc>u')
wait('it is undone', 'return vim.api.nvim_get_mode().mode == "n" and vim.api.nvim_buf_line_count(0) == 5')
lua('vim.cmd("silent edit!")')
ok('proposals while typing')

-- Subcommands are completed, and so is the name that a note has.
local function completed(line)
  return lua('return vim.fn.getcompletion(..., "cmdline")', line)
end
same('the subcommands', completed('Wikilinks '), {
  'backlinks',
  'check',
  'daily',
  'mentions',
  'new',
  'orphans',
  'rename',
  'unresolved',
  'yank',
})
same('a subcommand', completed('Wikilinks ba'), { 'backlinks' })
same('the name of the note', completed('Wikilinks rename '), { 'inbox' })
same('no name', completed('Wikilinks new '), {})
keys(':Wikilinks nonsense<CR>')
wait('a wrong subcommand is named', 'return vim.fn.execute("messages"):find("there is no \\"nonsense\\"", 1, true)')
ok('subcommands')

-- What the quickfix list holds: file, line, column, text.
local function quickfix(title)
  wait('the list ' .. title, 'return vim.fn.getqflist({ title = 0 }).title == ...', title)
  wait('the list is shown', 'return vim.bo.buftype == "quickfix" or #vim.fn.getqflist() == 0')
  return lua([[
    local items = vim.tbl_map(function(item)
      local path = vim.api.nvim_buf_get_name(item.bufnr):gsub('^.*/vault/', '')
      return ('%s:%d:%d:%s'):format(path, item.lnum, item.col, item.text)
    end, vim.fn.getqflist())
    vim.cmd.cclose()
    return items
  ]])
end

-- Unsaved text counts.
lua('vim.cmd.edit("inbox.md"); vim.api.nvim_buf_set_lines(0, 3, 4, false, { "ü [[not saved]]" })')
lua('vim.cmd("Wikilinks check")')
same('the problems', quickfix('Problems'), {
  'inbox.md:3:25:No note is named "alhpa"; did you mean "alpha"? [unresolved-note]',
  'inbox.md:3:39:No note is named "nowhere"; create the note, or link to another [unresolved-note]',
  'inbox.md:4:6:No note is named "not saved"; create the note, or link to another [unresolved-note]',
})
lua('vim.cmd("silent edit!")')
ok('check')

lua('vim.cmd("Wikilinks unresolved")')
same('the unresolved targets', quickfix('Unresolved links'), {
  'inbox.md:3:23:alhpa: Read [[alpha#First]], [[alhpa]] and [[nowhere]].',
  'inbox.md:3:37:nowhere: Read [[alpha#First]], [[alhpa]] and [[nowhere]].',
})
lua('vim.cmd("Wikilinks orphans")')
same('the orphans', quickfix('Orphans'), { 'inbox.md:1:0:Inbox', 'quiet.md:1:0:quiet', 'sub/open.md:1:0:open' })
lua('vim.cmd.edit("alpha.md"); vim.cmd("Wikilinks backlinks")')
same('the backlinks', quickfix('Backlinks'), {
  'beta.md:3:7:After [[alpha]] comes [[beta]].',
  'inbox.md:3:6:Read [[alpha#First]], [[alhpa]] and [[nowhere]].',
  'quiet.md:1:7:Quiet [[alpha]], and alpha in words.',
  'sub/open.md:1:7:Mine: [[../alpha]].',
})
lua('vim.cmd("Wikilinks mentions")')
same('the mentions', quickfix('Mentions'), { 'quiet.md:1:22:Quiet [[alpha]], and alpha in words.' })
ok('lists')

-- A daily note is made once, and found again.
same('days are completed', completed('Wikilinks daily to'), { 'today', 'tomorrow' })
keys(':Wikilinks daily 2026-11-24<CR>')
wait('the daily note is shown', 'return vim.api.nvim_buf_get_name(0) == ...', vault .. '/2026-11-24.md')
same('it is on disk', test.on_disk('2026-11-24.md') ~= nil, true)
lua('vim.cmd.edit("alpha.md")')
keys(':Wikilinks daily<CR>')
wait('the note of today is shown', 'return vim.api.nvim_buf_get_name(0) == ...', vault .. '/' .. os.date('%Y-%m-%d') .. '.md')
keys(':Wikilinks daily someday<CR>')
wait('what is no day is said', 'return vim.fn.execute("messages"):find("is no day", 1, true)')
for _, day in ipairs({ '2026-11-24', os.date('%Y-%m-%d') }) do
  vim.fn.delete(vault .. '/' .. day .. '.md')
end
lua('vim.cmd("silent %bdelete!"); vim.cmd.edit("alpha.md")')
test.attached()
ok('daily notes')

-- Actions: a section becomes a note, and a table of contents is made; lenses appear by themselves.
local function act(title)
  lua([[
    local wanted = ...
    vim.lsp.buf.code_action({ apply = true, filter = function(action) return action.title == wanted end })
  ]], title)
end
lua([=[
  vim.cmd.edit('inbox.md')
  vim.api.nvim_buf_set_lines(0, 0, -1, false, { '# Inbox', '', '## Plan', 'See [[beta]].', '', '## End' })
  vim.api.nvim_win_set_cursor(0, { 3, 4 })
]=])
test.attached()
act('Move to a new note "Plan" and link to it')
wait('the section is a link', 'return vim.api.nvim_buf_get_lines(0, 2, 3, false)[1] == "[[Plan]]"')
lua([[
  vim.api.nvim_buf_set_lines(0, 0, -1, false, { '# Inbox', '', '## Plan', '## End' })
  vim.api.nvim_win_set_cursor(0, { 1, 3 })
]])
act('Insert a table of contents')
wait('the table is there', [=[
  local lines = vim.api.nvim_buf_get_lines(0, 2, 6, false)
  return table.concat(lines, '|') == '<!-- toc -->|- [[#Plan]]|- [[#End]]|<!-- /toc -->'
]=])
lua('vim.cmd("silent edit!"); vim.fn.delete("Plan.md"); vim.fn.delete(vim.fn.getcwd() .. "/Plan.md")')
ok('a section as a note, a table of contents')

-- An embed becomes its text; and a link to a paragraph is yanked.
lua([=[
  vim.api.nvim_buf_set_lines(0, 0, -1, false, { '# Inbox', '', '- ![[quiet]]', '', 'A thought.' })
  vim.api.nvim_win_set_cursor(0, { 3, 6 })
]=])
act('Replace the embed by the text of "quiet"')
wait('the text is there', 'return vim.api.nvim_buf_get_lines(0, 2, 3, false)[1] == "- Quiet [[alpha]], and alpha in words."')
lua('vim.api.nvim_win_set_cursor(0, { 5, 3 })')
keys(':Wikilinks yank<CR>')
wait('the link is yanked', [=[return vim.fn.getreg('"'):find('^%[%[inbox#%^%x%x%x%x%x%x%]%]$')]=])
same('the paragraph has the id', lua([=[
  return vim.api.nvim_buf_get_lines(0, 4, 5, false)[1] == 'A thought. ' .. vim.fn.getreg('"'):match('%^%x+')
]=]), true)
lua('vim.cmd("silent edit!")')
ok('an embed as text, a link to a paragraph')

-- Keys of the frontmatter are proposed as the vault uses them.
lua([[
  vim.cmd.edit('beta.md')
  vim.api.nvim_buf_set_lines(0, 0, 0, false, { '---', 'status: open', '---' })
  vim.cmd.edit({ 'quiet.md', bang = true })
  vim.api.nvim_buf_set_lines(0, 0, 0, false, { '---', '', '---' })
  vim.api.nvim_win_set_cursor(0, { 2, 0 })
]])
test.attached()
keys('ist<C-x><C-o>')
wait('the popup shows the key', [[
  local found = vim.fn.complete_info({ 'items' })
  return vim.fn.pumvisible() == 1 and found.items[1] and found.items[1].abbr == 'status'
]])
keys('<C-n><C-y><Esc>')
-- Neovim itself leaves the space behind the colon out.
wait('the key is written', 'return vim.api.nvim_get_mode().mode == "n" and vim.api.nvim_get_current_line():find("^status: ?$") ~= nil')
lua('vim.cmd("silent edit!"); vim.cmd.edit("alpha.md"); vim.cmd("silent bwipeout! beta.md quiet.md")')
test.attached()
ok('keys of the frontmatter')

-- Lenses appear without a word.
wait('lenses are there', 'return #vim.lsp.codelens.get(0) > 0')
ok('code lenses')

-- A new note is shown; one that exists is left as it is; without a name it is asked for.
keys(':Wikilinks new ideas/Fresh one<CR>')
wait('the note is shown', 'return vim.api.nvim_buf_get_name(0) == ...', vault .. '/ideas/Fresh one.md')
same('it is on disk', test.on_disk('ideas/Fresh one.md') ~= nil, true)
keys(':Wikilinks new beta<CR>')
wait('a note that exists is named', 'return vim.fn.execute("messages"):find("wikilinks: [^\\n]*beta") ~= nil')
same('it is as it was', test.on_disk('beta.md'), '# Beta\n\nAfter [[alpha]] comes [[beta]].')
keys(':Wikilinks new<CR>')
wait('the name is asked for', 'return vim.api.nvim_get_mode().mode == "c"')
keys('nowhere<CR>')
wait('the note is shown', 'return vim.api.nvim_buf_get_name(0) == ...', vault .. '/nowhere.md')
vim.fn.delete(vault .. '/nowhere.md')
lua('vim.cmd("silent bdelete!")')
ok('new')

-- A rename: the window stays, with its cursor; every link follows, and is saved; a note with
-- unsaved changes keeps them unsaved.
lua([[
  vim.cmd.edit('sub/open.md')
  vim.api.nvim_buf_set_lines(0, -1, -1, false, { 'not saved' })
  vim.cmd.edit('alpha.md')
  vim.api.nvim_win_set_cursor(0, { 3, 4 })
  _G.window, _G.buffer = vim.api.nvim_get_current_win(), vim.api.nvim_get_current_buf()
]])
test.attached()
keys(':Wikilinks rename<CR>')
wait('the name is asked for, with the one it has', [[
  return vim.api.nvim_get_mode().mode == 'c' and vim.fn.getcmdline() == 'alpha'
]])
keys('<C-u>log/first letter<CR>')
wait('the buffer follows', 'return vim.api.nvim_buf_get_name(0) == ...', vault .. '/log/first letter.md')
wait('the links are saved', [=[
  return vim.fn.readfile('beta.md')[3] == 'After [[first letter]] comes [[beta]].'
]=])
same('the window, its buffer and its cursor', lua([[
  return {
    vim.api.nvim_get_current_win() == _G.window,
    vim.api.nvim_get_current_buf() == _G.buffer,
    vim.api.nvim_win_get_cursor(0),
    vim.bo.modified,
  }
]]), { true, true, { 3, 4 }, false })
same('the old file', test.on_disk('alpha.md'), nil)
same('the new file', test.on_disk('log/first letter.md'), '# First\n\nThe first letter.\n\nSee [[beta]].')
same('the inbox', test.on_disk('inbox.md'), '# Inbox\n\nRead [[first letter#First]], [[alhpa]] and [[nowhere]].\n\n')
same('a note that was not open', test.on_disk('quiet.md'), 'Quiet [[first letter]], and alpha in words.')
same('it is not open now', lua('return vim.fn.bufloaded("quiet.md")'), 0)
same('the note with unsaved changes', test.on_disk('sub/open.md'), 'Mine: [[../alpha]].')
same('its buffer', lua([[
  local buffer = vim.fn.bufnr('sub/open.md')
  return { vim.bo[buffer].modified, vim.api.nvim_buf_get_lines(buffer, 0, -1, false) }
]]), { true, { 'Mine: [[../log/first letter]].', 'not saved' } })
local function buffers()
  return lua([[
    local names = {}
    for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
      local name = vim.api.nvim_buf_get_name(buffer)
      if name:find('/vault/', 1, true) then table.insert(names, (name:gsub('^.*/vault/', ''))) end
    end
    table.sort(names)
    return names
  ]])
end
same('no buffer has the old name', vim.list_contains(buffers(), 'alpha.md'), false)
ok('rename of a note')

-- The server knows the note by its new name.
lua('vim.cmd.edit("beta.md"); vim.api.nvim_win_set_cursor(0, { 3, 9 })')
test.attached()
keys('<C-]>')
wait('the definition is the new file', 'return vim.api.nvim_buf_get_name(0) == ...', vault .. '/log/first letter.md')

-- A name that is taken, and a folder.
keys(':Wikilinks rename ../beta<CR>')
wait('a taken name is refused', 'return vim.fn.execute("messages"):find("beta.md exists already", 1, true)')
lua('vim.cmd("write"); require("wikilinks").rename_file("log", "diary")')
wait('the buffer follows its folder', 'return vim.api.nvim_buf_get_name(0) == ...', vault .. '/diary/first letter.md')
wait('a note in the folder is linked to', 'return vim.api.nvim_buf_get_lines(vim.fn.bufnr("sub/open.md"), 0, 1, false)[1] == "Mine: [[../diary/first letter]]."')
same('no buffer is in the old folder', vim.list_contains(buffers(), 'log/first letter.md'), false)
lua('require("wikilinks").rename_file("ideas/Fresh one.md", "Fresh one.md")')
wait('a note that is not open is moved', 'return vim.uv.fs_stat("Fresh one.md") ~= nil')
ok('rename of a folder')

-- The rename of Neovim itself (grn) leaves no buffer of the old name either.
lua('vim.cmd.edit("sub/open.md"); vim.cmd.write(); vim.api.nvim_win_set_cursor(0, { 1, 12 })')
test.attached()
lua('vim.lsp.buf.rename("third")')
wait('the rename is made', 'return vim.fn.bufexists("diary/third.md") == 1')
wait('no buffer has the old name', [[
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.endswith(vim.api.nvim_buf_get_name(buffer), 'diary/first letter.md') then return false end
  end
  return true
]])
lua('vim.cmd("silent wall")')
ok('rename by grn')

-- Every command is explained, and the tags of the help are right.
lua('vim.cmd.helptags(... .. "/editors/neovim/doc")', test.repository)
for _, tag in ipairs({ 'wikilinks', ':Wikilinks-rename', 'wikilinks.rename_file()', 'wikilinks-0.10' }) do
  lua('vim.cmd.help(...)', tag)
  local line = lua('return vim.api.nvim_get_current_line()')
  same('the line of the tag ' .. tag, line:find('*' .. tag .. '*', 1, true) ~= nil, true)
end
for _, name in ipairs(completed('Wikilinks ')) do
  lua('vim.cmd.help(":Wikilinks-" .. ...)', name)
end
-- Each |reference| leads somewhere.
local dangling = lua([[
  local missing = {}
  vim.cmd.help('wikilinks')
  for tag in table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n'):gmatch('|([^|%s]+)|') do
    if not pcall(vim.cmd.help, tag) then table.insert(missing, tag) end
  end
  vim.cmd('silent! helpclose')
  return missing
]])
same('references that lead nowhere', dangling, {})
ok('help')

lua('vim.cmd.checkhealth("wikilinks")')
wait('the report is written', 'return vim.bo.filetype == "checkhealth" and vim.fn.search("client", "nw") > 0')
local report = table.concat(lua('return vim.api.nvim_buf_get_lines(0, 0, -1, false)'), '\n')
for _, text in ipairs({
  'OK Neovim 0.',
  'OK wikilinks ',
  'OK The server is enabled',
  'OK The server runs: wikilinks ',
  'Vault: ' .. vault,
  'Attached to ' .. vault .. '/',
  'does not ask before files are renamed',
}) do
  same('the report says ' .. text .. '\n' .. report, report:find(text, 1, true) ~= nil, true)
end
same('errors in the report\n' .. report, report:find('ERROR', 1, true), nil)
lua([[vim.cmd.close(); vim.lsp.config('wikilinks', { cmd = { 'no-such-program', 'server' } })]])
lua('vim.cmd.checkhealth("wikilinks")')
wait('a program that is not there is named', 'return vim.fn.search("\\"no-such-program\\" is not found", "nw") > 0')
ok('health')

test.quit()
